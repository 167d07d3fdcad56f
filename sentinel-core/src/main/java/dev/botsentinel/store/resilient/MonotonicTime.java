package dev.botsentinel.store.resilient;

import java.time.Instant;
import java.time.InstantSource;

/** The system's time at the start, carried on by the monotonic clock: setting the system's clock doesn't step it. */
final class MonotonicTime implements InstantSource {

    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }
}
