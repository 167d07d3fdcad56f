package dev.botsentinel.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * A clock that stands still until it is turned, forwards or backwards. Thread-safe.
 *
 * <pre>{@code
 * ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
 * time.advance(Duration.ofSeconds(30));
 * time.advanceMicros(-1);
 * }</pre>
 */
public final class ManualTime implements InstantSource {

    private volatile Instant now;

    /** A clock that shows {@code start}. */
    public ManualTime(Instant start) {
        now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Turns the clock by {@code duration}, backwards if it is negative. */
    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** Turns the clock by so many microseconds, backwards if negative. */
    public synchronized void advanceMicros(long micros) {
        now = now.plus(micros, ChronoUnit.MICROS);
    }

    /** Makes the clock show {@code instant}, which may be earlier than what it shows. */
    public synchronized void set(Instant instant) {
        now = instant;
    }

    @Override
    public String toString() {
        return "ManualTime[" + now + "]";
    }
}
