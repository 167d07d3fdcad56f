package dev.botsentinel.policy;

import java.time.Duration;

/**
 * Drops redeliveries: an update id met before, within {@code window} of the first, is a duplicate. Immutable.
 *
 * @param window how long an update id is remembered, counted from the first, half-open
 */
public record UpdateReplay(Duration window) {

    /** @throws PolicyException if the window is not positive, too long or no whole number of microseconds */
    public UpdateReplay {
        Durations.check("window", window);
    }

    /** {@link #window()} in microseconds. */
    public long windowMicros() {
        return Durations.micros(window);
    }
}
