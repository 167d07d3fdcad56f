package dev.botsentinel.memory;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The store's time: the injected source in microseconds, and for the cache a ticker that follows it, at most {@value
 * #STEP_MICROS} µs behind so that not every plan writes to memory all threads share, and never runs backwards. The ticker
 * only moves when somebody looks at the time. Thread-safe.
 */
final class StoreTime implements Ticker {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1000;
    private static final long STEP_MICROS = 100_000;

    private final InstantSource source;
    private final AtomicLong latestMicros;

    StoreTime(InstantSource source) {
        this.source = source;
        this.latestMicros = new AtomicLong(micros(source.instant()));
    }

    /** The time now, in microseconds since the epoch. */
    long nowMicros() {
        long now = micros(source.instant());
        if (now - latestMicros.get() >= STEP_MICROS) {
            latestMicros.accumulateAndGet(now, Math::max);
        }
        return now;
    }

    @Override
    public long read() {
        long most = Long.MAX_VALUE / NANOS_PER_MICRO;
        return Math.max(-most, Math.min(most, latestMicros.get())) * NANOS_PER_MICRO;
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
