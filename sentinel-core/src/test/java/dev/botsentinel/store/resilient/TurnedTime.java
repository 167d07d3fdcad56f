package dev.botsentinel.store.resilient;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** A clock that stands until it is turned. */
final class TurnedTime implements InstantSource {

    private long micros = 1_767_225_600_000_000L;

    void advance(long by) {
        micros += by;
    }

    long micros() {
        return micros;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
