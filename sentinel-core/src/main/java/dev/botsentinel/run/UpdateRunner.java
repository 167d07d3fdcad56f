package dev.botsentinel.run;

import dev.botsentinel.Outcome;
import dev.botsentinel.Sentinel;
import dev.botsentinel.event.QueueHealth;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.run.Lanes.Next;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a guarded handler beside the thread that receives updates: the updates of one chat in order, one at a time, those of
 * different chats concurrently. On virtual threads where the JDK has them.
 *
 * <pre>{@code
 * UpdateRunner<MyUpdate> runner = UpdateRunner.builder(sentinel, bot::handle).build();
 * platform.onUpdate(ContainedHandler.of(runner, runner, sentinel, store));
 * }</pre>
 *
 * <p>Bounded: at most 10,000 updates wait, 100 of one chat, and 64 handlers run, unless configured otherwise. An update that
 * finds no room is dropped, counted and reported as an {@code UpdateDropped} event: a chat that floods drops its own updates.
 * Those that must not be dropped, payments and memberships, have room of their own, as much again in all and half of that
 * for one chat. The thread that brings updates never waits.
 *
 * <p>Each update is mapped once, when it comes. What waits is lost with the process. Thread-safe.
 *
 * @param <U> the application's update type
 */
public final class UpdateRunner<U> implements Consumer<U>, AutoCloseable {

    /** How long a worker waits for more before it ends. */
    private static final long IDLE_SECONDS = 10;

    /** An update that waits, with what its mapper made of it. */
    private record Waiting<U>(U update, Request request) {}

    private final Sentinel<U> sentinel;
    private final Function<U, @Nullable Void> handler;
    private final int concurrency;
    private final int capacity;
    private final Runnable endOfHealth;
    private final long drainNanos;
    private final Lanes<Waiting<U>> lanes;
    private final ContainedFailures failures = new ContainedFailures();
    private final LongAdder dropped = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private final Set<Thread> workers = new HashSet<>();
    private int idle;
    private long started;
    private boolean closed;

    private UpdateRunner(Builder<U> builder) {
        this.sentinel = builder.sentinel;
        this.handler = update -> {
            builder.handler.accept(update);
            return null;
        };
        this.concurrency = builder.concurrency;
        this.drainNanos = TimeUnit.NANOSECONDS.convert(builder.drain);
        this.capacity = builder.waiting;
        this.lanes = new Lanes<>(builder.waiting, builder.perChat);
        this.endOfHealth = sentinel.watchQueue(this::health);
    }

    /**
     * A builder.
     *
     * @param sentinel the guard; decides on the worker's thread. Remains the caller's to close
     * @param handler runs for allowed updates
     */
    public static <U> Builder<U> builder(Sentinel<U> sentinel, Consumer<? super U> handler) {
        return new Builder<>(sentinel, handler);
    }

    /**
     * Queues the update for its chat, or drops it. Never throws and never waits. One that can't be mapped is denied by the
     * guard, which publishes an event.
     */
    @Override
    public void accept(U update) {
        Request request = sentinel.request(update).orElse(null);
        if (request != null && !enqueue(update, request)) {
            drop(request);
        }
    }

    /** Without a chat the subject keeps the order; without both there is none to keep. */
    private static Object lane(Request request) {
        if (request.hasChat()) {
            return request.isChatNumber() ? (Object) request.chatNumber() : "chat " + request.chat();
        }
        return request.hasSubject() ? "user " + request.subjectId() : new Object();
    }

    private boolean enqueue(U update, Request request) {
        Object lane = lane(request);
        Waiting<U> waiting = new Waiting<>(update, request);
        boolean mustNotBeDropped = request.exemption() != Exemption.NONE;
        lock.lock();
        try {
            boolean taken = !closed && lanes.offer(lane, waiting, mustNotBeDropped);
            if (taken) {
                wake();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** A worker has to take what is ready: an idle one, else a new one, else the first that is done. */
    private void wake() {
        if (idle > 0) {
            work.signal();
        } else if (workers.size() < concurrency) {
            try {
                workers.add(WorkerThreads.start(this::work, "sentinel-update-" + started++));
            } catch (Throwable noMoreThreads) {
                failures.add("starting a thread", noMoreThreads); // the update waits for the threads there are
            }
        }
    }

    private void work() {
        lock.lock();
        try {
            Next<Waiting<U>> next = next();
            while (next != null) {
                lock.unlock();
                try {
                    handle(next.update());
                } finally {
                    lock.lock();
                    lanes.done(next.lane());
                    progress.signalAll();
                }
                next = next();
            }
        } finally {
            workers.remove(Thread.currentThread());
            progress.signalAll();
            lock.unlock();
        }
    }

    private void handle(Waiting<U> next) {
        try {
            Outcome<@Nullable Void> unused = sentinel.handle(next.request(), next.update(), handler);
        } catch (Throwable failure) {
            failures.add("the handler", failure);
        } finally {
            boolean unused = Thread.interrupted(); // meant for this handler; the next one is another chat's
        }
    }

    /** The next update; null if the worker is to end. */
    private @Nullable Next<Waiting<U>> next() {
        boolean keepWaiting = true;
        while (true) {
            Next<Waiting<U>> next = lanes.poll();
            if (next != null && lanes.isReady()) {
                wake(); // two signals may have found one sleeper
            }
            if (next != null || closed || !keepWaiting) {
                return next;
            }
            idle++;
            try {
                keepWaiting = work.await(IDLE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException requestedByHandler) {
                keepWaiting = true; // a handler of this thread asked for it
            } finally {
                idle--;
            }
        }
    }

    private void drop(Request request) {
        dropped.increment();
        sentinel.droppedRequest(request);
    }

    /** How many updates were dropped: for lack of room, or since the runner was closed. */
    public long dropped() {
        return dropped.sum();
    }

    /** How many exceptions of the handler were contained. */
    public long failures() {
        return failures.count();
    }

    /** How many updates wait to be handled; those being handled don't. */
    public int waiting() {
        lock.lock();
        try {
            return lanes.waiting();
        } finally {
            lock.unlock();
        }
    }

    /** How full the queue is; {@link Sentinel#health()} has it too, until the runner is closed. */
    public QueueHealth health() {
        return new QueueHealth("updates", waiting(), capacity, dropped());
    }

    /** How many chats have an update that waits or is being handled; for tests. */
    int lanes() {
        lock.lock();
        try {
            return lanes.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes no more updates, and waits until those taken are handled, at most for the time to drain. Then it drops what still
     * waits and interrupts handlers that still run. Called by a handler, it neither waits nor interrupts. Idempotent.
     */
    @Override
    public void close() {
        List<Waiting<U>> late;
        lock.lock();
        try {
            closed = true;
            work.signalAll();
            progress.signalAll();
            boolean waited = awaitWorkers();
            late = lanes.clear();
            if (waited) {
                workers.forEach(Thread::interrupt);
            }
        } finally {
            lock.unlock();
        }
        late.forEach(update -> drop(update.request()));
        endOfHealth.run();
        failures.closeAll(List.of()); // has the summary that is due logged
    }

    /** Waits until all is handled or the time is up; false for a worker, which would wait for itself. */
    private boolean awaitWorkers() {
        if (workers.contains(Thread.currentThread())) {
            return false;
        }
        long left = drainNanos;
        try {
            while (!workers.isEmpty() && left > 0) {
                left = progress.awaitNanos(left);
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /** Collects bounds. Not thread-safe. */
    public static final class Builder<U> {

        private final Sentinel<U> sentinel;
        private final Consumer<? super U> handler;
        private int concurrency = 64;
        private int waiting = 10_000;
        private int perChat = 100;
        private Duration drain = Duration.ofSeconds(10);

        private Builder(Sentinel<U> sentinel, Consumer<? super U> handler) {
            this.sentinel = Objects.requireNonNull(sentinel, "sentinel");
            this.handler = Objects.requireNonNull(handler, "handler");
        }

        /** How many handlers run at once, 1 or more; 64 by default. */
        public Builder<U> concurrency(int handlers) {
            this.concurrency = atLeastOne("concurrency", handlers);
            return this;
        }

        /**
         * How many updates wait, of all chats and of one, 1 or more; 10,000 and 100 by default. As many again wait of those
         * that must not be dropped, half of them of one chat.
         */
        public Builder<U> waiting(int all, int perChat) {
            this.waiting = atLeastOne("waiting", all);
            this.perChat = atLeastOne("waiting per chat", perChat);
            return this;
        }

        /** How long closing waits for what has been taken, zero or more; 10 s by default. */
        public Builder<U> drain(Duration atMost) {
            if (atMost.isNegative()) {
                throw new IllegalArgumentException("the time to drain is " + atMost + ", but must not be negative");
            }
            this.drain = atMost;
            return this;
        }

        public UpdateRunner<U> build() {
            return new UpdateRunner<>(this);
        }

        private static int atLeastOne(String what, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(what + " is " + value + ", but must be 1 or more");
            }
            return value;
        }
    }
}
