package dev.botsentinel.memory;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The injected time in microseconds since the epoch. Thread-safe. */
final class StoreTime {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    private final InstantSource source;

    StoreTime(InstantSource source) {
        this.source = source;
    }

    long nowMicros() {
        return micros(source.instant());
    }

    /** Cuts what is finer than a microsecond. */
    static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND), instant.getNano() / NANOS_PER_MICRO);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
