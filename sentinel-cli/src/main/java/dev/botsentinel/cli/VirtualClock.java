package dev.botsentinel.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The only clock of a replay: it starts at the epoch, is set by what was recorded and never runs backwards. Counts
 * microseconds. Not thread-safe.
 */
final class VirtualClock implements InstantSource {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final Duration LONGEST_SPAN = Duration.ofDays(36_500);

    /**
     * The last instant from which the longest span of a policy still ends below 2^53 µs, where every storage counts
     * exactly: in the year 2155.
     */
    static final Instant LAST = ofMicros((1L << 53) - 1).minus(LONGEST_SPAN);

    private long micros;
    private Instant instant = Instant.EPOCH;

    static Instant ofMicros(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1000);
    }

    /** Whole microseconds since the epoch; what is finer is cut. */
    static long toMicros(Instant instant) {
        return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / 1000;
    }

    static boolean canCount(Instant instant) {
        return !instant.isAfter(LAST);
    }

    /**
     * Turns the clock to an instant, cut to microseconds; stands if that is in the past.
     *
     * @param instant at most {@link #LAST}
     */
    void advanceTo(Instant instant) {
        long wanted = toMicros(instant);
        if (wanted > micros) {
            micros = wanted;
            this.instant = ofMicros(wanted);
        }
    }

    long micros() {
        return micros;
    }

    @Override
    public Instant instant() {
        return instant;
    }

    @Override
    public long millis() {
        return micros / 1000;
    }
}
