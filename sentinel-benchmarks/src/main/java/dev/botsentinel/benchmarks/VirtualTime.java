package dev.botsentinel.benchmarks;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The clock of a measurement, turned by the updates that come. Thread-safe. */
final class VirtualTime implements InstantSource {

    private static final long MICROS_PER_SECOND = 1_000_000;

    private final AtomicLong micros = new AtomicLong(1_767_225_600L * MICROS_PER_SECOND);

    void advance(long moreMicros) {
        micros.addAndGet(moreMicros);
    }

    long nanos() {
        return micros.get() * 1000;
    }

    @Override
    public Instant instant() {
        long now = micros.get();
        return Instant.ofEpochSecond(now / MICROS_PER_SECOND, now % MICROS_PER_SECOND * 1000);
    }

    @Override
    public long millis() {
        return micros.get() / 1000;
    }
}
