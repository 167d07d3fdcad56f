package dev.botsentinel.store.resilient;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The calls that wait for the remote, a bounded number. Thread-safe, takes no lock. */
/*
 * A call takes a slot with one compare-and-set, beginning at a random one, so that threads rarely meet.
 *
 * A remote that keeps deadlines saves each call a timer. In case it breaks its word, one timer for all calls goes round the
 * slots while any are taken, and gives up each call that the round before has met. From one round to the next it takes a
 * call's whole time and a second more, so a call is given up no sooner than that, and no later than twice that.
 */
final class InFlight {

    /** How long after the deadline a remote that keeps deadlines is still believed. */
    static final long GRACE_NANOS = 1_000_000_000;

    private final AtomicReferenceArray<@Nullable RemoteCall> slots;
    private final DeadlineTimer timer;
    private final long roundNanos;
    private final AtomicBoolean watched = new AtomicBoolean();
    private volatile boolean closed;

    /** @param deadlineNanos how long a call may take */
    InFlight(int maximum, DeadlineTimer timer, long deadlineNanos) {
        this.slots = new AtomicReferenceArray<>(maximum);
        this.timer = timer;
        this.roundNanos = deadlineNanos + GRACE_NANOS;
    }

    /** Takes a slot; false if there is none. */
    boolean enter(RemoteCall call) {
        int size = slots.length();
        int slot = ThreadLocalRandom.current().nextInt(size);
        for (int i = 0; i < size; i++) {
            if (slots.get(slot) == null) {
                call.slot = slot;
                if (slots.compareAndSet(slot, null, call)) {
                    return true;
                }
            }
            slot = slot + 1 == size ? 0 : slot + 1;
        }
        return false;
    }

    /** Gives the slot back. Idempotent. */
    void leave(RemoteCall call) {
        slots.compareAndSet(call.slot, call, null);
    }

    /** Makes sure that no call here waits much longer than its deadline. Sets at most one timer at a time. */
    void watch() {
        if (!watched.get() && watched.compareAndSet(false, true)) {
            Runnable unused = timer.after(roundNanos, this::round);
        }
    }

    private void round() {
        boolean last = closed;
        for (int i = 0; i < slots.length(); i++) {
            RemoteCall call = slots.get(i);
            if (call != null && (call.met || last)) {
                call.run();
            } else if (call != null) {
                call.met = true;
            }
        }
        watched.set(false);
        if (!last && !isEmpty()) {
            watchOn();
        }
    }

    private void watchOn() {
        try {
            watch();
        } catch (RejectedExecutionException ended) {
            round(); // closed meanwhile, so it is the last one
        }
    }

    private boolean isEmpty() {
        for (int i = 0; i < slots.length(); i++) {
            if (slots.get(i) != null) {
                return false;
            }
        }
        return true;
    }

    /** The next round is the last one, and gives up all. Before the timer is closed. */
    void close() {
        closed = true;
    }
}
