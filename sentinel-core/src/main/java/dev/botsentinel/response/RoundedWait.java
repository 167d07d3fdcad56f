package dev.botsentinel.response;

import java.time.Duration;

/**
 * A wait as people are told it: two figures of the unit that suits, rounded up, so that whoever waits as told has waited
 * long enough. Immutable.
 *
 * @param amount how many of the unit, 0 or more
 */
public record RoundedWait(long amount, Unit unit) {

    /** What is counted. */
    public enum Unit {
        /** Below 2 minutes. */
        SECONDS(1),
        /** Below 2 hours. */
        MINUTES(60),
        /** Below 2 days. */
        HOURS(3_600),
        /** The rest. */
        DAYS(86_400);

        private final long seconds;

        Unit(long seconds) {
            this.seconds = seconds;
        }
    }

    /** The wait, rounded up to the unit that suits it. */
    public static RoundedWait of(Duration wait) {
        long seconds = wait.plusNanos(999_999_999).toSeconds();
        Unit unit = Unit.SECONDS;
        for (Unit larger : Unit.values()) {
            if (seconds >= 2 * larger.seconds) {
                unit = larger;
            }
        }
        return new RoundedWait((seconds + unit.seconds - 1) / unit.seconds, unit);
    }
}
