package dev.botsentinel.storage.tests;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.RateLimit;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What the reference remembers of one limit of one owner. Immutable. */
sealed interface LimitState {

    /** The first instant at which this no longer changes any decision, in microseconds. */
    long endMicros();

    /** The same so many microseconds earlier. */
    LimitState movedBack(long micros);

    /** Whether this version of the limit counts so: with this algorithm, in windows or a bucket of this shape. */
    boolean isOf(RateLimit limit);

    /** The permits that count as spent; a part of one counts as one. */
    long spentAt(long timeMicros);

    /** What this is once another version of the limit has spent permits, whether or not they were there. */
    LimitState charged(long permits, long timeMicros);

    /** How long what is spent counts; {@link #CALENDAR} for the windows of a calendar. */
    long spanMicros();

    /** Longer than each duration. */
    long CALENDAR = 1L << 52;

    /** How long what is spent of a limit counts; {@link #CALENDAR} for the windows of a calendar. */
    static long spanMicros(RateLimit limit) {
        return switch (limit.algorithm()) {
            case SLIDING_WINDOW -> limit.perMicros();
            case TOKEN_BUCKET -> new Bucket(limit, BigInteger.ZERO, 0).endMicros();
            case FIXED_WINDOW -> limit.calendar() == null ? limit.perMicros() : CALENDAR;
        };
    }

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
        public boolean isOf(RateLimit limit) {
            return limit.algorithm() == Algorithm.SLIDING_WINDOW && limit.perMicros() == perMicros;
        }

        @Override
        public long spentAt(long timeMicros) {
            return liveAt(timeMicros).size();
        }

        /** No limit looks at more than its newest {@link RateLimit#MAX_SLIDING_PERMITS} stamps. */
        @Override
        public Stamps charged(long permits, long timeMicros) {
            List<Long> all = new ArrayList<>(liveAt(timeMicros));
            for (int i = 0; i < Math.min(permits, RateLimit.MAX_SLIDING_PERMITS); i++) {
                all.add(timeMicros);
            }
            int tooMany = Math.max(0, all.size() - RateLimit.MAX_SLIDING_PERMITS);
            return new Stamps(perMicros, all.subList(tooMany, all.size()));
        }

        private List<Long> liveAt(long timeMicros) {
            return spentAt.stream()
                    .filter(stamp -> stamp > timeMicros - perMicros)
                    .toList();
        }

        @Override
        public long spanMicros() {
            return perMicros;
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

        @Override
        public boolean isOf(RateLimit other) {
            return other.algorithm() == Algorithm.TOKEN_BUCKET
                    && other.permits() == limit.permits()
                    && other.perMicros() == limit.perMicros()
                    && other.burst() == limit.burst();
        }

        @Override
        public long spentAt(long timeMicros) {
            BigInteger[] missing = capacity(limit).subtract(levelAt(timeMicros)).divideAndRemainder(permits(limit, 1));
            return missing[0].longValueExact() + missing[1].signum();
        }

        /** A bucket never holds less than nothing. */
        @Override
        public Bucket charged(long permits, long timeMicros) {
            BigInteger rest = levelAt(timeMicros).subtract(permits(limit, permits));
            return new Bucket(limit, rest.max(BigInteger.ZERO), timeMicros);
        }

        @Override
        public long spanMicros() {
            return LimitState.spanMicros(limit);
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
            return isOf(limit) && timeMicros < endMicros;
        }

        @Override
        public boolean isOf(RateLimit limit) {
            return limit.algorithm() == Algorithm.FIXED_WINDOW && limit.windowId() == windowId;
        }

        @Override
        public long spentAt(long timeMicros) {
            return timeMicros < endMicros ? spent : 0;
        }

        /** A calendar's window is gone once it has ended. */
        @Override
        public Count charged(long permits, long timeMicros) {
            long end = timeMicros < endMicros ? endMicros : (Math.floorDiv(timeMicros, windowId) + 1) * windowId;
            return new Count(windowId, end, Math.min(spentAt(timeMicros) + permits, Integer.MAX_VALUE));
        }

        @Override
        public long spanMicros() {
            return Math.min(windowId, CALENDAR);
        }
    }
}
