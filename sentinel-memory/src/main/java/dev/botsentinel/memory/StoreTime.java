package dev.botsentinel.memory;

import dev.botsentinel.plan.Micros;
import dev.botsentinel.store.MonotonicTime;
import java.time.InstantSource;

/** The storage's time in microseconds since the epoch. Thread-safe. */
abstract sealed class StoreTime {

    abstract long nowMicros();

    /** The time of a source, as tests and applications set it. */
    static final class Injected extends StoreTime {

        private final InstantSource source;

        Injected(InstantSource source) {
            this.source = source;
        }

        @Override
        long nowMicros() {
            return Micros.of(source.instant());
        }
    }

    /** The default, without an object per reading. */
    static final class Monotonic extends StoreTime {

        private final MonotonicTime time = new MonotonicTime();

        @Override
        long nowMicros() {
            return time.micros();
        }
    }
}
