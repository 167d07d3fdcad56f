package dev.botsentinel.policy;

import java.time.Duration;

/** The durations a policy may hold: 1 µs to 36,500 days, in whole microseconds. */
final class Durations {

    /** A hundred years: with it every instant up to 2155 stays below 2^53 µs, where doubles (Lua's numbers) are exact. */
    static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {}

    static void check(String key, Duration duration) {
        if (duration.compareTo(LONGEST) > 0) {
            throw new PolicyException(key, key + " is " + duration + ", but 36500d is the longest");
        }
        if (duration.isNegative() || duration.isZero() || duration.toNanos() % 1000 != 0) {
            throw new PolicyException(
                    key, key + " is " + duration + ", but must be at least 1 µs, in whole microseconds");
        }
    }

    static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    /** The duration as a policy file writes it ({@code 250ms}, {@code 5m}), else in ISO 8601. */
    static String text(Duration duration) {
        if (duration.toNanos() % 1_000_000 != 0) {
            return duration.toString();
        }
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
