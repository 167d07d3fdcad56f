package dev.botsentinel.redis;

/**
 * What time it is on one server, told from its replies: never later than it really is there, so that a deadline given in
 * its time is never later than meant. Thread-safe.
 */
/*
 * A reply that says "it was s" was received at r, so the server's clock was at least s at r: offset ≥ s − r. The largest
 * such bound of the last second or two is kept; it is off by the quickest way back in that time. A reply also says that the
 * clock was at most s when the call was sent: if that contradicts what is kept, the clock was set back, and the reply is
 * believed.
 */
final class ServerClock {

    private static final long GENERATION_NANOS = 1_000_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    private long generationStartNanos;
    private long offsetMicros;
    private long previousOffsetMicros;

    /** A clock that knows one reply. */
    ServerClock(long receivedNanos, long serverMicros) {
        start(receivedNanos, bound(receivedNanos, serverMicros));
    }

    /** Takes a reply into account. */
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

    /** The server's time at that reading of {@link System#nanoTime()}, in microseconds since the epoch. */
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
