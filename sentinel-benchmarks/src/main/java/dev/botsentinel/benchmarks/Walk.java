package dev.botsentinel.benchmarks;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * One thread's way through the traffic that all threads share. Where many users send, it takes 64 updates at once, so that
 * it is the guard and not the traffic on which two threads meet; whichever of them is ahead, all users send at their pace.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls setup
public class Walk {

    private static final int STEP = 64;

    private Measured measured;
    private Traffic traffic;
    private int length;
    private int next;
    private boolean alone;
    private int left;

    @Setup(Level.Trial)
    public void start(Traffic traffic, Measured measured, ThreadParams place) {
        this.measured = measured;
        this.traffic = traffic;
        length = traffic.updates.length;
        next = length / place.getThreadCount() * place.getThreadIndex();
        alone = traffic.scenario.users == 1;
    }

    @TearDown(Level.Iteration)
    public void count() {
        traffic.count(measured.allowed, measured.denied);
    }

    /** The next update's place in the traffic; the clock is at its time. */
    int nextIndex() {
        if (alone) {
            traffic.time.advance(traffic.scenario.microsPerUpdate());
        } else if (left-- == 0) {
            next = traffic.claim(STEP);
            left = STEP - 1;
        }
        int index = next;
        next = index + 1 == length ? 0 : index + 1;
        return index;
    }

    /** The next update. */
    BotUpdate next() {
        return traffic.updates[nextIndex()];
    }

    void decided(boolean isAllowed) {
        measured.decided(isAllowed);
    }
}
