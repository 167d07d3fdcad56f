package dev.botsentinel.redis.client;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How long to wait before reconnecting: exponential, jittered and bounded. Thread-safe. */
final class Backoff {

    private static final long SHORTEST_MILLIS = 20;

    /** With a breaker that probes once a second, a server that is back is in use within three seconds. */
    private static final long LONGEST_MILLIS = 1500;

    private static final int MAX_DOUBLINGS = 7;

    private final AtomicInteger failures = new AtomicInteger();
    private volatile long attemptNanos = System.nanoTime();

    /** Notes that an attempt starts. */
    void attempting() {
        attemptNanos = System.nanoTime();
    }

    /** Whether there has been no failure since the last success. */
    boolean isFirst() {
        return failures.get() == 0;
    }

    void succeeded() {
        failures.set(0);
    }

    /** The delay after another failure. It counts from the start of the attempt, so time spent waiting for an answer is deducted. */
    long nextMillis() {
        int doublings = Math.min(failures.getAndIncrement(), MAX_DOUBLINGS);
        long taken = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - attemptNanos);
        return Math.max(
                jittered(SHORTEST_MILLIS), jittered(Math.min(LONGEST_MILLIS, SHORTEST_MILLIS << doublings)) - taken);
    }

    /** Keeps a thousand bots from reconnecting in the same millisecond. */
    private static long jittered(long longest) {
        return ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
    }
}
