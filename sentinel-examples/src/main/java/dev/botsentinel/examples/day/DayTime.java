package dev.botsentinel.examples.day;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The day itself, in microseconds since the epoch: its edges, its busy hours, and how its instants are written. */
final class DayTime {

    static final long MILLI = 1_000;
    static final long SECOND = 1_000 * MILLI;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;

    static final long START = Instant.parse("2026-03-14T00:00:00Z").getEpochSecond() * SECOND;
    static final long LENGTH = 24 * HOUR;
    static final long END = START + LENGTH;

    /** How busy each hour (UTC) is: quiet at night, a hump at noon, the peak in the evening. */
    private static final int[] HOUR_WEIGHTS = {
        4, 2, 1, 1, 1, 2, 4, 8, 10, 9, 8, 9, 11, 9, 8, 8, 9, 11, 14, 16, 16, 13, 10, 7
    };

    private static final DateTimeFormatter SIX_DIGITS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private DayTime() {}

    static long at(int hour, int minute) {
        return START + hour * HOUR + minute * MINUTE;
    }

    /** A moment of the day, more likely in its busy hours. */
    static long moment(Dice dice) {
        int total = 0;
        for (int weight : HOUR_WEIGHTS) {
            total += weight;
        }
        int left = dice.below(total);
        int hour = 0;
        while (left >= HOUR_WEIGHTS[hour]) {
            left -= HOUR_WEIGHTS[hour];
            hour++;
        }
        return START + hour * HOUR + dice.between(0, HOUR - 1);
    }

    static String format(long micros) {
        return SIX_DIGITS.format(
                Instant.ofEpochSecond(Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1_000));
    }
}
