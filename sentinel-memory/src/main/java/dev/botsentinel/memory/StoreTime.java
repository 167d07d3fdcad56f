package dev.botsentinel.memory;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The storage's time in microseconds since the epoch. Thread-safe. */
abstract sealed class StoreTime {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    abstract long nowMicros();

    /** The time of a source, as tests and applications set it. */
    static final class Injected extends StoreTime {

        private final InstantSource source;

        Injected(InstantSource source) {
            this.source = source;
        }

        @Override
        long nowMicros() {
            return micros(source.instant());
        }
    }

    /** The system's clock at the start, carried on by the monotonic one: it never jumps. */
    static final class Monotonic extends StoreTime {

        private final long startMicros = micros(Instant.now());
        private final long startNanos = System.nanoTime();

        @Override
        long nowMicros() {
            return startMicros + (System.nanoTime() - startNanos) / NANOS_PER_MICRO;
        }
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
