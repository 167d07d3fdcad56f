package dev.botsentinel.redis;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How long to wait before connecting again: longer each time, up to a limit. Thread-safe. */
final class Backoff {

    private static final long SHORTEST_MILLIS = 20;

    /** With a breaker that probes once a second it makes less than three until a server that is back decides again. */
    private static final long LONGEST_MILLIS = 1500;

    private static final int MOST_DOUBLINGS = 7;

    private final AtomicInteger failures = new AtomicInteger();
    private volatile long attemptNanos = System.nanoTime();

    /** An attempt begins. */
    void attempting() {
        attemptNanos = System.nanoTime();
    }

    /** Whether there was no failure since the last success. */
    boolean isFirst() {
        return failures.get() == 0;
    }

    void succeeded() {
        failures.set(0);
    }

    /** After another failure. Attempts begin that far apart: what one has waited for an answer in vain counts. */
    long nextMillis() {
        int doublings = Math.min(failures.getAndIncrement(), MOST_DOUBLINGS);
        long taken = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - attemptNanos);
        return Math.max(
                jittered(SHORTEST_MILLIS), jittered(Math.min(LONGEST_MILLIS, SHORTEST_MILLIS << doublings)) - taken);
    }

    /** So that a thousand bots don't come back in the same millisecond. */
    private static long jittered(long longest) {
        return ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
    }
}
