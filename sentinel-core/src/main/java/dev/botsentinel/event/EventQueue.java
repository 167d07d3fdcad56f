package dev.botsentinel.event;

import dev.botsentinel.log.ThrottledLog;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Tells a listener of security events on a thread of its own, so that deciding never waits for it.
 *
 * <pre>{@code
 * EventQueue alerts = EventQueue.to(event -> chat.send(event.label()));
 * Sentinel<MyUpdate> sentinel = Sentinel.builder(MyUpdates::toRequest).listener(alerts)…
 * }</pre>
 *
 * <p>The queue is bounded: what comes while it is full is dropped and counted, and the deciding thread goes on at once.
 * The listener hears of events in their order, one at a time, from one daemon thread. Whatever it throws is logged and
 * the next event told; while it blocks, events wait and then drop, nothing else.
 *
 * <p>The listener may ask the guard something and so set off the next event, which queues up like any other. A chain of
 * events that set off each other ends after {@value #MAX_GENERATION}: the next one is dropped.
 *
 * <p>Thread-safe. The queue is its maker's to close; no guard closes it.
 */
public final class EventQueue implements SecurityListener, AutoCloseable {

    /** How many events wait at most, unless told otherwise. */
    public static final int DEFAULT_CAPACITY = 4096;

    /** How many events may set each other off. */
    static final int MAX_GENERATION = 8;

    private static final String LOG = "dev.botsentinel.event";

    private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(5);

    /**
     * An event and how many events set each other off up to it; 0 for one that came from outside the listener. The end
     * of all events has no event.
     */
    private record Entry(@Nullable SecurityEvent event, int generation) {}

    private static final Entry END = new Entry(null, 0);

    private final SecurityListener listener;
    private final int capacity;
    private final ThrottledLog log;
    private final long drainNanos;
    private final BlockingQueue<Entry> waiting;
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean ended;

    /** The generation of the event that the listener is being told of; touched by the queue's own thread alone. */
    private int generation;

    private EventQueue(SecurityListener listener, int capacity, Duration drain, ThrottledLog log) {
        this.capacity = capacity;
        this.log = log;
        this.listener = Objects.requireNonNull(listener, "listener");
        this.drainNanos = drain.toNanos();
        this.waiting = new ArrayBlockingQueue<>(capacity);
        this.thread = new Thread(null, this::run, "sentinel-events", 0, false);
        this.thread.setDaemon(true);
    }

    /** A queue of {@value #DEFAULT_CAPACITY} events that on closing waits for at most 5 s. */
    public static EventQueue to(SecurityListener listener) {
        return to(listener, DEFAULT_CAPACITY, DEFAULT_DRAIN);
    }

    /**
     * A queue.
     *
     * @param capacity how many events wait at most, 1 or more; one takes about 200 bytes
     * @param drain how long {@link #close} waits at most for the events that still wait; zero drops them
     * @throws IllegalArgumentException if the capacity is below 1 or the duration negative
     */
    public static EventQueue to(SecurityListener listener, int capacity, Duration drain) {
        return to(listener, capacity, drain, ThrottledLog.of(LOG));
    }

    static EventQueue to(SecurityListener listener, int capacity, Duration drain, ThrottledLog log) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity is " + capacity + ", but must be 1 or more");
        }
        if (drain.isNegative()) {
            throw new IllegalArgumentException("drain is " + drain + ", but must not be negative");
        }
        EventQueue queue = new EventQueue(listener, capacity, drain, log);
        queue.thread.start();
        return queue;
    }

    /** Queues the event, or drops it if the queue is full or closed. Never waits for the listener. */
    @Override
    public boolean hearsDenials() {
        return listener.hearsDenials();
    }

    @Override
    public void on(SecurityEvent event) {
        int born = Thread.currentThread() == thread ? generation + 1 : 0;
        Entry entry = new Entry(event, born);
        if (closing || born > MAX_GENERATION || !waiting.offer(entry)) {
            drop();
        } else if (ended && waiting.remove(entry)) {
            drop();
        }
    }

    private void drop() {
        dropped.increment();
        log.warn(
                "An event was dropped, for the queue is full or closed, or its listener causes events without end",
                name());
    }

    private String name() {
        return listener.getClass().getName();
    }

    /** How many events the listener never heard of, for lack of room or because they came too late. */
    public long dropped() {
        return dropped.sum();
    }

    /** How many events wait to be told. */
    public int pending() {
        return waiting.size();
    }

    /** How full the queue is, under the name of its listener's class. */
    public QueueHealth health() {
        String simple = listener.getClass().getSimpleName();
        boolean named = !simple.isEmpty() && !listener.getClass().isHidden();
        return new QueueHealth(named ? "events: " + simple : "events", pending(), capacity, dropped());
    }

    /**
     * Takes no more events, waits for those that still wait to be told, and ends the thread. What the listener hasn't
     * heard of when the time is up is dropped and the thread interrupted. Called by the listener itself, or interrupted,
     * it doesn't wait. Idempotent.
     */
    @Override
    public void close() {
        closing = true;
        waiting.offer(END);
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, drainNanos);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
        end();
        thread.interrupt();
    }

    private void run() {
        try {
            Entry next = next();
            while (next != null) {
                generation = next.generation;
                tell(Objects.requireNonNull(next.event));
                next = next();
            }
        } finally {
            end();
        }
    }

    /** The next event, waited for; null at the end. */
    private @Nullable Entry next() {
        while (!ended) {
            try {
                Entry next = closing ? waiting.poll() : waiting.take();
                if (next == null || next.event != null) {
                    return next;
                }
            } catch (InterruptedException leftByTheListener) {
                // Nobody but close() means this thread, and close() has set ended.
            }
        }
        return null;
    }

    private void tell(SecurityEvent event) {
        try {
            listener.on(event);
        } catch (Throwable failure) {
            log.warnWithTrace("A listener behind a queue failed and was passed over, " + name(), failure);
        }
    }

    /** Nothing is told any more; what still waits is dropped. */
    private void end() {
        ended = true;
        for (Entry left = waiting.poll(); left != null; left = waiting.poll()) {
            if (left.event != null) {
                drop();
            }
        }
        log.close();
    }
}
