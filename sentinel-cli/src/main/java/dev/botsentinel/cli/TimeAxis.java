package dev.botsentinel.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The time below a chart, in UTC.
 *
 * @param ticks at times that people count in; about five, so that they fit on a phone
 */
record TimeAxis(List<Tick> ticks) {

    private static final int MOST_TICKS = 5;
    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final long[] STEPS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, DAY
    };

    /**
     * A mark.
     *
     * @param percent where, from the left
     * @param anchor how its text stands to it, as SVG calls it
     */
    record Tick(String percent, String anchor, String label) {}

    static TimeAxis of(Timeline timeline) {
        long start = timeline.startSecond(0);
        long span = Math.max(1, timeline.size() * timeline.widthSeconds());
        long step = step(span);
        List<Tick> ticks = new ArrayList<>();
        for (long at = Math.floorDiv(start + step - 1, step) * step; at <= start + span; at += step) {
            ticks.add(tick(100.0 * (at - start) / span, label(at, step)));
        }
        return new TimeAxis(List.copyOf(ticks));
    }

    private static Tick tick(double percent, String label) {
        String anchor = percent < 6 ? "start" : percent > 94 ? "end" : "middle";
        return new Tick(String.format(Locale.ROOT, "%.2f%%", percent), anchor, label);
    }

    private static long step(long span) {
        for (long step : STEPS) {
            if (span / step <= MOST_TICKS) {
                return step;
            }
        }
        long step = DAY;
        while (span / step > MOST_TICKS) {
            step *= 2;
        }
        return step;
    }

    private static String label(long second, long step) {
        return step >= DAY ? time(second, "d MMM uuuu") : time(second, step < 60 ? "HH:mm:ss" : "HH:mm");
    }

    /** An instant to the second, as the page writes it. */
    static String time(long second) {
        return time(second, "uuuu-MM-dd HH:mm:ss");
    }

    /** When a bucket starts: without the date if all are of one day, without seconds if they are whole minutes. */
    static String shortTime(Timeline timeline, int bucket) {
        long last = timeline.startSecond(timeline.size() - 1);
        boolean oneDay = timeline.startSecond(0) / DAY == last / DAY;
        String clock = timeline.widthSeconds() < 60 ? "HH:mm:ss" : "HH:mm";
        return time(timeline.startSecond(bucket), oneDay ? clock : "d MMM " + clock);
    }

    private static String time(long second, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(Instant.ofEpochSecond(second));
    }
}
