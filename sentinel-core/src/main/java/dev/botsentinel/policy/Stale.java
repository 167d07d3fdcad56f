package dev.botsentinel.policy;

import java.time.Duration;

/**
 * Drops what was sent too long ago, by the platform's time: a backlog that a bot finds after an outage. Immutable.
 *
 * @param after the age up to which updates are handled
 */
public record Stale(Duration after) {

    /** @throws PolicyException if the age is not positive, too long or no whole number of microseconds */
    public Stale {
        Durations.check("after", after);
    }

    /** {@link #after()} in microseconds. */
    public long afterMicros() {
        return Durations.micros(after);
    }
}
