package dev.botsentinel.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches when nothing ran on this machine: pauses of the garbage collector, or other processes that had the cores. A thread
 * that only sleeps notes whenever it slept much longer than it wanted to.
 */
final class StandStill implements AutoCloseable {

    private static final long NAP = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long WORTH_NOTING = TimeUnit.MILLISECONDS.toNanos(25);
    private static final int KEPT = 1_000;

    private final Deque<long[]> stops = new ArrayDeque<>();
    private volatile boolean ended;

    /** Allows for nothing, until it is told to {@link #watched() watch}. */
    StandStill() {}

    StandStill watched() {
        Thread thread = new Thread(this::watch, "stand-still");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void watch() {
        long before = System.nanoTime();
        while (!ended) {
            LockSupport.parkNanos(NAP);
            long now = System.nanoTime();
            if (now - before > WORTH_NOTING) {
                note(before, now);
            }
            before = now;
        }
    }

    synchronized void note(long from, long to) {
        stops.addLast(new long[] {from, to});
        if (stops.size() > KEPT) {
            stops.removeFirst();
        }
    }

    /** For how long nothing ran between two instants. */
    synchronized long nanosBetween(long from, long to) {
        long sum = 0;
        for (long[] stop : stops) {
            sum += Math.max(0, Math.min(to, stop[1]) - Math.max(from, stop[0]));
        }
        return sum;
    }

    @Override
    public void close() {
        ended = true;
    }
}
