package dev.botsentinel.redis.client;

/**
 * An estimate of one server's clock, from its replies. It is never ahead of the server, so a deadline in server time is never
 * later than intended. Thread-safe.
 */
/*
 * A reply with server time s that arrives at r proves that the server's clock was at least s at r: offset ≥ s − r. The clock
 * uses the largest such bound of the last one or two seconds; its error is the fastest way back in that time. A reply also
 * proves that the server's clock was at most s when the call was sent. If the estimate contradicts that, the server's clock
 * was set back, and the estimate restarts from the reply.
 */
final class ServerClock {

    private static final long GENERATION_NANOS = 1_000_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    private long generationStartNanos;
    private long offsetMicros;
    private long previousOffsetMicros;

    /** A clock that starts from one reply. */
    ServerClock(long receivedNanos, long serverMicros) {
        start(receivedNanos, bound(receivedNanos, serverMicros));
    }

    /** Updates the estimate with a reply. */
    synchronized void learn(long sentNanos, long receivedNanos, long serverMicros) {
        long atLeast = bound(receivedNanos, serverMicros);
        if (offset() > bound(sentNanos, serverMicros)) {
            start(receivedNanos, atLeast);
        } else if (receivedNanos - generationStartNanos >= GENERATION_NANOS) {
            previousOffsetMicros = offsetMicros;
            offsetMicros = atLeast;
            generationStartNanos = receivedNanos;
        } else {
            offsetMicros = Math.max(offsetMicros, atLeast);
        }
    }

    /** The server's time at a reading of {@link System#nanoTime()}, in microseconds since the epoch. */
    synchronized long microsAt(long nanos) {
        return Math.floorDiv(nanos, NANOS_PER_MICRO) + offset();
    }

    private long offset() {
        return Math.max(offsetMicros, previousOffsetMicros);
    }

    private void start(long receivedNanos, long offset) {
        generationStartNanos = receivedNanos;
        offsetMicros = offset;
        previousOffsetMicros = offset;
    }

    private static long bound(long nanos, long serverMicros) {
        return serverMicros - Math.floorDiv(nanos, NANOS_PER_MICRO);
    }
}
