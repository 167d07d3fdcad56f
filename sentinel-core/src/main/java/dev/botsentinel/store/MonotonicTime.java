package dev.botsentinel.store;

import dev.botsentinel.plan.Micros;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time that guards and storages take unless told another: the system's at the start, carried on by the monotonic
 * clock. Correcting the system's clock doesn't move it, so nobody's budget moves either; a process that runs on shows
 * the old time until it is started anew. Thread-safe.
 */
public final class MonotonicTime implements InstantSource {

    private static final long NANOS_PER_MICRO = 1000;

    private final Instant start;
    private final long startMicros;
    private final long startNanos;

    /** Starts at the system's time. */
    public MonotonicTime() {
        this.start = Instant.now();
        this.startMicros = Micros.of(start);
        this.startNanos = System.nanoTime();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }

    /** Microseconds since the epoch, without making an {@link Instant}. */
    public long micros() {
        return startMicros + (System.nanoTime() - startNanos) / NANOS_PER_MICRO;
    }
}
