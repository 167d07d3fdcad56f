package dev.botsentinel.telegrambots;

import dev.botsentinel.Sentinel;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.telegrambots.Lanes.Next;
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
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.Update;

/**
 * Runs a guarded handler beside the polling thread: the updates of one chat in order, one at a time, those of different
 * chats at once. On virtual threads where the JDK has them.
 *
 * <pre>{@code
 * UpdateRunner runner = UpdateRunner.builder(sentinel, bot::consume).build();
 * application.registerBot(token, ContainedPolling.of(runner, runner, sentinel, store));
 * }</pre>
 *
 * <p>Bounded: at most 10,000 updates wait, 100 of one chat, and 64 handlers run, unless said otherwise. What finds no room
 * is dropped, counted and told as an {@code UpdateDropped} event: a chat that floods drops its own updates. Those that are
 * never dropped, payments and memberships, wait for room instead, and the polling thread with them.
 *
 * <p>The library has told Telegram of an update when the next are polled, so what waits is lost with the process. Thread-safe.
 */
public final class UpdateRunner implements Consumer<Update>, AutoCloseable {

    /** How long a worker waits for more before it ends. */
    private static final long IDLE_SECONDS = 10;

    private final Sentinel<Update> sentinel;
    private final Consumer<Update> guarded;
    private final int concurrency;
    private final long drainNanos;
    private final Lanes<Update> lanes;
    private final Contained contained = new Contained(List.of());
    private final LongAdder dropped = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private final Set<Thread> workers = new HashSet<>();
    private int idle;
    private long started;
    private boolean closed;

    private UpdateRunner(Builder builder) {
        this.sentinel = builder.sentinel;
        this.guarded = builder.sentinel.guard(builder.handler);
        this.concurrency = builder.concurrency;
        this.drainNanos = TimeUnit.NANOSECONDS.convert(builder.drain);
        this.lanes = new Lanes<>(builder.waiting, builder.perChat);
    }

    /**
     * A builder.
     *
     * @param sentinel the guard; decides on the worker's thread, and is told what was dropped. Stays the caller's to close
     * @param handler what runs for allowed updates
     */
    public static Builder builder(Sentinel<Update> sentinel, Consumer<? super Update> handler) {
        return new Builder(sentinel, handler);
    }

    /** Has the update handled, soon and elsewhere, or drops it. Never throws; waits for room if it must not be dropped. */
    @Override
    public void accept(Update update) {
        Request request = read(update);
        boolean mustNotBeDropped = request != null && request.exemption() != Exemption.NONE;
        if (!enqueue(lane(request), update, mustNotBeDropped)) {
            drop(update);
        }
    }

    /** Null for what can't be read: the guard will say so. */
    private static @Nullable Request read(Update update) {
        try {
            return TelegramBots.request(update);
        } catch (Throwable unreadable) {
            return null;
        }
    }

    /** What has neither a chat nor a subject has no order to be kept. */
    private static Object lane(@Nullable Request request) {
        if (request != null && request.chat() != null) {
            return "chat " + request.chat();
        }
        return request != null && request.subject() != null
                ? "user " + request.subject().id()
                : new Object();
    }

    private boolean enqueue(Object lane, Update update, boolean mustNotBeDropped) {
        lock.lock();
        try {
            boolean taken = !closed && lanes.offer(lane, update);
            while (!taken && !closed && mustNotBeDropped) {
                progress.awaitUninterruptibly();
                taken = !closed && lanes.offer(lane, update);
            }
            if (taken) {
                wake();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Somebody has to take what is ready: who is idle, else a new worker, else who is done first. */
    private void wake() {
        if (idle > 0) {
            work.signal();
        } else if (workers.size() < concurrency) {
            try {
                workers.add(Threads.start(this::work, "sentinel-update-" + started++));
            } catch (Throwable noMoreThreads) {
                contained.contain("starting a thread", noMoreThreads); // the update waits for those there are
            }
        }
    }

    private void work() {
        lock.lock();
        try {
            Next<Update> next = next();
            while (next != null) {
                lock.unlock();
                try {
                    guarded.accept(next.update());
                } catch (Throwable failure) {
                    contained.contain("the handler", failure);
                } finally {
                    boolean unused =
                            Thread.interrupted(); // the next handler is another chat's, and has nothing to do with it
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

    /** The next update, waited for while there is hope; null to end. */
    private @Nullable Next<Update> next() {
        boolean hope = true;
        while (true) {
            Next<Update> next = lanes.poll();
            if (next != null && lanes.isReady()) {
                wake(); // two signals may have found one sleeper
            }
            if (next != null || closed || !hope) {
                return next;
            }
            idle++;
            try {
                hope = work.await(IDLE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException handlersLeftover) {
                hope = true; // an interruption that a handler asked for on its thread; nobody else does
            } finally {
                idle--;
            }
        }
    }

    private void drop(Update update) {
        dropped.increment();
        sentinel.dropped(update);
    }

    /** How many updates were dropped: for lack of room, or since the runner was closed. */
    public long dropped() {
        return dropped.sum();
    }

    /** How many exceptions of the handler were contained. */
    public long failures() {
        return contained.failures();
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
     * Takes no more updates, and waits until those taken have been handled, for the time to drain at most. What then still
     * waits is dropped, and who still handles is interrupted. Called by a handler, it neither waits nor interrupts. Idempotent.
     */
    @Override
    public void close() {
        List<Update> late;
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
        late.forEach(this::drop);
    }

    /** Until all is handled or the time is up; false for a worker, which would wait for itself. */
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
    public static final class Builder {

        private final Sentinel<Update> sentinel;
        private final Consumer<? super Update> handler;
        private int concurrency = 64;
        private int waiting = 10_000;
        private int perChat = 100;
        private Duration drain = Duration.ofSeconds(10);

        private Builder(Sentinel<Update> sentinel, Consumer<? super Update> handler) {
            this.sentinel = Objects.requireNonNull(sentinel, "sentinel");
            this.handler = Objects.requireNonNull(handler, "handler");
        }

        /** How many handlers run at once, 1 or more; 64 by default. */
        public Builder concurrency(int handlers) {
            this.concurrency = atLeastOne("concurrency", handlers);
            return this;
        }

        /** How many updates wait, of all chats and of one, 1 or more; 10,000 and 100 by default. */
        public Builder waiting(int all, int perChat) {
            this.waiting = atLeastOne("waiting", all);
            this.perChat = atLeastOne("waiting per chat", perChat);
            return this;
        }

        /** How long closing waits for what has been taken, zero or more; 10 s by default. */
        public Builder drain(Duration atMost) {
            if (atMost.isNegative()) {
                throw new IllegalArgumentException("the time to drain is " + atMost + ", but must not be negative");
            }
            this.drain = atMost;
            return this;
        }

        public UpdateRunner build() {
            return new UpdateRunner(this);
        }

        private static int atLeastOne(String what, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(what + " is " + value + ", but must be 1 or more");
            }
            return value;
        }
    }
}
