package dev.botsentinel.engine;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of events, answers and counts: the application's, or the system's while that throws. A decision that needs the
 * application's time is then denied as {@code unavailable}, and the event that says so needs a time that can be had.
 * Thread-safe.
 */
public record ContainedTime(InstantSource source) implements InstantSource {

    @Override
    public Instant instant() {
        try {
            return source.instant();
        } catch (Throwable failure) {
            return Instant.now();
        }
    }
}
