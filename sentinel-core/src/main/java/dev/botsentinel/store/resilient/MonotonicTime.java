package dev.botsentinel.store.resilient;

import java.time.Instant;
import java.time.InstantSource;

/** The system's time when it was made, and what has passed since: nobody who sets the system's clock steps it. */
final class MonotonicTime implements InstantSource {

    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }
}
