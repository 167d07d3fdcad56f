package dev.botsentinel.store;

import java.time.Instant;

/** Instants as verdicts have them. */
final class Micros {

    private static final long PER_SECOND = 1_000_000;
    private static final int NANOS = 1000;

    private Micros() {}

    /** Whole microseconds since the epoch. */
    static long of(Instant instant) {
        return instant.getEpochSecond() * PER_SECOND + instant.getNano() / NANOS;
    }
}
