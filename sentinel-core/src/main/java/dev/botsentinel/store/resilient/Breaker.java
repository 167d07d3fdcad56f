package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Micros;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a storage is worth asking. Closed, it lets all calls pass, until {@value #IN_A_ROW} have failed in a row
 * or half of the last {@value #WINDOW}; open, it lets one a second pass, as a probe, until one succeeds. Thread-safe.
 */
/*
 * A call carries a ticket, which says what it is worth when it comes back. Tickets grow with each opening and each probe: a
 * call from before the breaker opened says nothing once it is open, and nothing once it has closed again.
 *
 * While all goes well nobody takes the lock. A closed breaker gives out one and the same ticket, and a success on top of
 * successes changes nothing. There are no outcomes but successes exactly while `outcomes` is 0, and only while the breaker
 * is closed: the failure that opens it sets a bit, and nothing is counted until it closes.
 */
final class Breaker {

    static final int IN_A_ROW = 5;
    static final int WINDOW = 20;
    static final int PROBE_MICROS = 1_000_000;

    /** No call. */
    static final long REFUSED = -1;

    private static final int WINDOW_MASK = (1 << WINDOW) - 1;

    /** The node that it is for; null for a storage without nodes. */
    final @Nullable String node;

    /** Whether it is about writes alone, see {@link NodeBreakers}. */
    final boolean isForWrites;

    private final InstantSource time;

    /** The ticket of each call while it is closed; {@link #REFUSED} while it is open. */
    private volatile long freeTicket;

    /** The last calls that counted, a bit each, set for a failure. */
    private volatile int outcomes;

    private long ticket;
    private long openingTicket;
    private long nextProbeMicros;
    private int inARow;

    /** @param time which must not stand still, and had better not step */
    Breaker(InstantSource time) {
        this(null, false, time);
    }

    /** @param node the node that it is for */
    Breaker(@Nullable String node, boolean isForWrites, InstantSource time) {
        this.node = node;
        this.isForWrites = isForWrites;
        this.time = time;
    }

    boolean isOpen() {
        return freeTicket == REFUSED;
    }

    /** Whether {@link #pass} would give a ticket now; asking takes no probe from anybody. */
    boolean wouldPass() {
        return !isOpen() || isProbeDue();
    }

    private synchronized boolean isProbeDue() {
        long wait = nextProbeMicros - now();
        return wait <= 0 || wait > PROBE_MICROS;
    }

    /** The ticket of calls that start now, for a failure that none was taken for; {@link #REFUSED} while it is open. */
    long freeTicket() {
        return freeTicket;
    }

    /** A ticket for a call, or {@link #REFUSED}. */
    long pass() {
        long free = freeTicket;
        return free == REFUSED ? probe() : free;
    }

    private synchronized long probe() {
        if (!isOpen()) {
            return freeTicket;
        }
        if (!isProbeDue()) {
            return REFUSED;
        }
        nextProbeMicros = now() + PROBE_MICROS;
        return ++ticket;
    }

    /** A call succeeded; true if that closes the breaker. */
    boolean succeeded(long call) {
        return outcomes != 0 && countSuccess(call);
    }

    private synchronized boolean countSuccess(long call) {
        if (!isOpen()) {
            count(call, 0);
            return false;
        }
        if (call <= openingTicket) {
            return false;
        }
        freeTicket = ++ticket;
        outcomes = 0;
        inARow = 0;
        return true;
    }

    /** A call came back and proved nothing. If it was a probe, the next call is one. */
    void provedNothing(long call) {
        if (isOpen()) {
            giveBackProbe(call);
        }
    }

    private synchronized void giveBackProbe(long call) {
        if (isOpen() && call == ticket && call > openingTicket) {
            nextProbeMicros = now();
        }
    }

    /** A call failed; true if that opens the breaker. */
    synchronized boolean failed(long call) {
        if (isOpen() || !count(call, 1)) {
            return false;
        }
        if (inARow < IN_A_ROW && 2 * Integer.bitCount(outcomes) < WINDOW) {
            return false;
        }
        freeTicket = REFUSED;
        openingTicket = ticket;
        nextProbeMicros = now() + PROBE_MICROS;
        return true;
    }

    private boolean count(long call, int failure) {
        if (call != ticket) {
            return false;
        }
        outcomes = (outcomes << 1 | failure) & WINDOW_MASK;
        inARow = failure == 0 ? 0 : inARow + 1;
        return true;
    }

    private long now() {
        return Micros.of(time.instant());
    }
}
