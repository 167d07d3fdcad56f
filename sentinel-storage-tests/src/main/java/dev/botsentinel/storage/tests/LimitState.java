package dev.botsentinel.storage.tests;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.RateLimit;
import java.math.BigInteger;
import java.util.List;

/** What the reference remembers of one limit of one owner. Immutable. */
sealed interface LimitState {

    /** The first instant at which this no longer changes any decision, in microseconds. */
    long endMicros();

    /** The same so many microseconds earlier. */
    LimitState movedBack(long micros);

    /**
     * A sliding window.
     *
     * @param perMicros the window's length when this was written: after it a stamp is forgotten, whatever the limit
     *     says by then
     * @param spentAt when each permit was spent, oldest first
     */
    record Stamps(long perMicros, List<Long> spentAt) implements LimitState {

        public Stamps {
            spentAt = List.copyOf(spentAt);
        }

        @Override
        public Stamps movedBack(long micros) {
            return new Stamps(
                    perMicros, spentAt.stream().map(stamp -> stamp - micros).toList());
        }

        @Override
        public long endMicros() {
            return spentAt.get(spentAt.size() - 1) + perMicros;
        }
    }

    /**
     * A token bucket.
     *
     * @param limit what the bucket was filled by
     * @param level what it held, in permits × microseconds: a permit is {@code per} of them, and each microsecond brings
     *     {@code permits} of them
     * @param atMicros when it held that
     */
    record Bucket(RateLimit limit, BigInteger level, long atMicros) implements LimitState {

        static BigInteger capacity(RateLimit limit) {
            return permits(limit, limit.burst());
        }

        static BigInteger permits(RateLimit limit, long permits) {
            return BigInteger.valueOf(permits).multiply(BigInteger.valueOf(limit.perMicros()));
        }

        boolean isOf(RateLimit other) {
            return other.algorithm() == Algorithm.TOKEN_BUCKET
                    && other.permits() == limit.permits()
                    && other.perMicros() == limit.perMicros()
                    && other.burst() == limit.burst();
        }

        BigInteger levelAt(long timeMicros) {
            BigInteger refill = BigInteger.valueOf(limit.permits()).multiply(BigInteger.valueOf(timeMicros - atMicros));
            return level.add(refill).min(capacity(limit));
        }

        /** The first instant at which the bucket holds that much; rounded up to the microsecond. */
        long instantOf(BigInteger wanted) {
            BigInteger[] wait = wanted.subtract(level).divideAndRemainder(BigInteger.valueOf(limit.permits()));
            return atMicros + wait[0].longValueExact() + (wait[1].signum() > 0 ? 1 : 0);
        }

        @Override
        public Bucket movedBack(long micros) {
            return new Bucket(limit, level, atMicros - micros);
        }

        @Override
        public long endMicros() {
            return instantOf(capacity(limit));
        }
    }

    /**
     * A fixed window.
     *
     * @param windowId which windows it is one of
     * @param endMicros the first instant after it
     * @param spent the permits spent in it
     */
    record Count(long windowId, long endMicros, long spent) implements LimitState {

        @Override
        public Count movedBack(long micros) {
            return new Count(windowId, endMicros - micros, spent);
        }

        /** Whether it counts for a limit at an instant not before it. */
        boolean isOf(RateLimit limit, long timeMicros) {
            return limit.algorithm() == Algorithm.FIXED_WINDOW
                    && limit.windowId() == windowId
                    && timeMicros < endMicros;
        }
    }
}
