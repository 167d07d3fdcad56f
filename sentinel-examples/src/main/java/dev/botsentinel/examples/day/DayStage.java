package dev.botsentinel.examples.day;

import java.util.function.Consumer;

/** What every scene of a district works with. */
record DayStage(DayTimeline timeline, UpdateLog log, Dice dice, Cast cast, Attachments attachments, Payloads payloads) {

    /** A little over two hours, and no divisor of a day. */
    private static final long DISTRICT_SHIFT = 7_919 * DayTime.SECOND;

    /** What an update needs from Telegram's clock to the bot, at least. */
    private static final long LATENCY = 90 * DayTime.MILLI;

    static DayStage of(DayTimeline timeline, UpdateLog log, Dice dice, Cast cast) {
        return new DayStage(timeline, log, dice, cast, new Attachments(dice), new Payloads(dice));
    }

    /** The same stage for scenes that roll dice of their own. */
    DayStage withDice(Dice own) {
        return of(timeline, log, own, cast);
    }

    /** Telegram's {@code date}: whole seconds, of the moment of sending. */
    long date() {
        return Math.floorDiv(timeline.now() - LATENCY, DayTime.SECOND);
    }

    /**
     * Plans a scene for about a given time, at most {@code minutes} later; it is written when it starts. Further
     * districts have theirs at other times, all round the clock, so that not all floods come at once.
     */
    void scene(int hour, int minute, int minutes, Consumer<DayScript> scene) {
        long wanted = DayTime.at(hour, minute) - DayTime.START + dice.between(0, minutes * DayTime.MINUTE);
        long shifted = (wanted + cast.district() * DISTRICT_SHIFT) % DayTime.LENGTH;
        timeline.plan(DayTime.START + shifted, () -> scene.accept(now()));
    }

    /** A script that starts at this moment of the day. */
    DayScript now() {
        return new DayScript(this, timeline.now());
    }
}
