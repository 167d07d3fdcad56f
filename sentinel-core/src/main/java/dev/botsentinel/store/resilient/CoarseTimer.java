package dev.botsentinel.store.resilient;

import dev.botsentinel.log.ThrottledLog;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs tasks on one daemon thread, when they are due or up to some 5 ms later. */
/*
 * Made for deadlines: each call sets one, for one of a few durations, and nearly always cancels it within a millisecond. A
 * queue for each duration is sorted by itself, so setting a deadline appends to a queue, and cancelling it is one write. The
 * thread looks every 4 ms while there are deadlines, and for a second longer, so a single call wakes no thread. A
 * ScheduledThreadPoolExecutor, which this replaced, keeps a heap under a lock and wakes its thread for each call that is made
 * while no other is under way.
 *
 * A cancelled deadline drops its task at once; its small cell goes when it is the first in its queue.
 */
final class CoarseTimer implements DeadlineTimer, Runnable {

    private final ThrottledLog log = ThrottledLog.of(CoarseTimer.class);

    private static final long TICK_NANOS = 4_000_000;

    /** A second without any. */
    private static final int TICKS_UNTIL_REST = 250;

    private final Thread thread;
    private final Map<Long, Queue<Deadline>> byDuration = new ConcurrentHashMap<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean resting;
    private volatile boolean closed;

    CoarseTimer(String name) {
        thread = new Thread(null, this, name, 0, false);
        thread.setDaemon(true);
    }

    /** Holds what to run until it is run or called off. */
    private static final class Deadline extends AtomicReference<@Nullable Runnable> {

        private static final long serialVersionUID = 1L;

        private final long dueNanos;

        Deadline(long dueNanos, Runnable task) {
            super(task);
            this.dueNanos = dueNanos;
        }

        boolean isOver(long now) {
            return now - dueNanos >= 0 || get() == null;
        }
    }

    @Override
    public Runnable after(long nanos, Runnable task) {
        if (closed) {
            throw new RejectedExecutionException("closed");
        }
        Deadline deadline = new Deadline(System.nanoTime() + nanos, task);
        byDuration
                .computeIfAbsent(nanos, first -> new ConcurrentLinkedQueue<>())
                .add(deadline);
        if (resting) {
            LockSupport.unpark(thread);
        } else if (!started.get() && started.compareAndSet(false, true)) {
            thread.start();
        }
        return () -> deadline.set(null);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        log.close();
    }

    @Override
    public void run() {
        int quiet = 0;
        while (!(closed && isEmpty())) {
            ring(System.nanoTime());
            quiet = isEmpty() ? quiet + 1 : 0;
            if (quiet < TICKS_UNTIL_REST) {
                LockSupport.parkNanos(this, TICK_NANOS);
            } else {
                rest();
                quiet = 0;
            }
        }
    }

    /** Whoever sets a deadline looks for this mark afterwards, and this looks for deadlines after setting the mark. */
    private void rest() {
        resting = true;
        if (isEmpty() && !closed) {
            LockSupport.park(this);
        }
        resting = false;
    }

    private boolean isEmpty() {
        return byDuration.values().stream().allMatch(Queue::isEmpty);
    }

    private void ring(long now) {
        for (Queue<Deadline> queue : byDuration.values()) {
            Deadline first = queue.peek();
            while (first != null && first.isOver(now)) {
                queue.remove();
                Runnable task = first.getAndSet(null);
                if (task != null) {
                    run(task);
                }
                first = queue.peek();
            }
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            log.warnWithTrace("What was to be done at a deadline failed", failure);
        }
    }
}
