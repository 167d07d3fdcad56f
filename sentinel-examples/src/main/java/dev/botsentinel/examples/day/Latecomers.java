package dev.botsentinel.examples.day;

import java.util.List;

/**
 * Scenes for rules that are younger than the day: topics, albums refused whole, lockouts, calendar windows, stale updates.
 * They roll dice of their own, so that the rest of the day stays as it was.
 */
final class Latecomers {

    private static final int WISHES = 2;
    private static final int HELP = 5;
    private static final int ALBUMS = 5;
    private static final int PARTS = 10;
    private static final int BACKLOG = 40;
    private static final int SECONDS_BETWEEN = 30;
    private static final int EDITS = 80;

    private final DayStage stage;
    private final Cast cast;
    private final Cast.Leads leads;

    Latecomers(DayStage stage) {
        this.stage = stage;
        this.cast = stage.cast();
        this.leads = cast.leads();
    }

    void plan() {
        stage.scene(5, 40, 1, this::arriveLate);
        stage.scene(9, 0, 5, this::meetInTopics);
        stage.scene(12, 0, 5, this::smuggle);
        stage.scene(15, 30, 5, this::guess);
        stage.scene(18, 40, 2, this::ramble);
        stage.scene(20, 30, 2, this::spinTheWheel);
    }

    /** The bot was down for twenty minutes: what the night shift wrote meanwhile arrives within a few seconds. */
    private void arriveLate(DayScript script) {
        Person writer = cast.crowd().get(35);
        for (int i = BACKLOG; i > 0; i--) {
            script.delayed((long) i * SECONDS_BETWEEN)
                    .write(writer, "night shift, crate " + (BACKLOG - i + 1) + " packed");
            script.pause(20, 60);
        }
        script.delayed(0).pause(30_000, 40_000).write(writer, "is anyone there?");
    }

    /** Each topic has a budget and words of its own. */
    private void meetInTopics(DayScript script) {
        Room workshop = cast.workshop();
        List<Person> members = cast.crowd().subList(0, 6);
        for (int topic : new int[] {WISHES, HELP}) {
            script.think()
                    .say(
                            Voice.of(members.get(0)),
                            workshop,
                            DayContent.inTopic(topic, DayContent.text("/remind 17:00")));
            script.think()
                    .say(
                            Voice.of(members.get(1)),
                            workshop,
                            DayContent.inTopic(topic, DayContent.text("/remind 18:00")));
        }
        DayContent agreed = DayContent.text("+1");
        Person hasty = members.get(2);
        script.think().say(Voice.of(hasty), workshop, DayContent.inTopic(WISHES, agreed));
        script.pause(300, 600).say(Voice.of(hasty), workshop, DayContent.inTopic(HELP, agreed));
        script.twitch().say(Voice.of(hasty), workshop, DayContent.inTopic(HELP, agreed));
        for (Person member : members) {
            script.think()
                    .say(
                            Voice.of(member),
                            workshop,
                            DayContent.inTopic(HELP, DayContent.text(Phrases.chatter(stage.dice(), "en"))));
        }
        script.later(9, 10)
                .say(Voice.of(members.get(3)), workshop, DayContent.inTopic(HELP, DayContent.text("/remind 19:00")));
    }

    /** Five albums of ten pictures in a row, each with a command that has no limit in its first caption. */
    private void smuggle(DayScript script) {
        Room room = cast.privateRoom(leads.smuggler());
        for (int album = 1; album <= ALBUMS; album++) {
            String albumId = stage.dice().decimalId();
            for (int part = 1; part <= PARTS; part++) {
                DayContent photo = stage.attachments().photo();
                DayContent content = part == 1 ? DayContent.captioned(photo, "/start " + album) : photo;
                script.say(Voice.of(leads.smuggler()), room, DayContent.inAlbum(albumId, content));
            }
            script.pause(4_000, 8_000);
        }
        script.later(1, 2).write(leads.smuggler(), stage.attachments().photo());
    }

    /** Guesses coupons until he is locked out; waiting for the window alone doesn't help him, the lockout's end does. */
    private void guess(DayScript script) {
        for (int code = 1; code <= 5; code++) {
            script.write(leads.guesser(), "/coupon SPRING" + stage.dice().between(10, 99) + code);
            script.pause(4_000, 8_000);
        }
        script.later(2, 3).write(leads.guesser(), "/coupon SUMMER1");
        script.later(15, 16).write(leads.guesser(), "/coupon SUMMER2");
    }

    /** A live location that moves every second and a half: nobody asks for that with a finger. */
    private void ramble(DayScript script) {
        Posted location = script.write(leads.rambler(), stage.attachments().liveLocation(0));
        for (int step = 1; step <= EDITS; step++) {
            script.pause(1_450, 1_550).edit(location, stage.attachments().liveLocation(step * 2));
        }
        script.think().write(leads.rambler(), "back home");
    }

    /** Once a day by Kyiv's calendar, whose day ends at 22:00 UTC. */
    private void spinTheWheel(DayScript script) {
        script.write(leads.player(), "/wheel");
        script.later(60, 70).write(leads.player(), "/wheel");
        script.later(30, 40).write(leads.player(), "/wheel");
    }
}
