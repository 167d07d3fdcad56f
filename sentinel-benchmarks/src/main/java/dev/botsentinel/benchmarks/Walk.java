package dev.botsentinel.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
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
@AuxCounters(AuxCounters.Type.EVENTS)
@SuppressWarnings("NullAway.Init") // JMH calls setup
public class Walk {

    private static final int STEP = 64;

    /** Updates that were allowed in this iteration; JMH sets it to zero. */
    public long allowed;

    /** Updates that were denied in this iteration; JMH sets it to zero. */
    public long denied;

    /**
     * The CPU time that all Java threads took in this iteration, counted by the first thread alone. Beside the time that
     * passed it shows what the neighbours on a busy machine took, and what a cache left to a thread of the common pool.
     */
    public long cpuNanos;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long cpuNanosBefore;
    private boolean first;
    private Traffic traffic;
    private int length;
    private int next;
    private boolean alone;
    private int left;

    @Setup(Level.Trial)
    public void start(Traffic traffic, ThreadParams place) {
        this.traffic = traffic;
        first = place.getThreadIndex() == 0;
        length = traffic.updates.length;
        next = length / place.getThreadCount() * place.getThreadIndex();
        alone = traffic.scenario.users == 1;
    }

    @Setup(Level.Iteration)
    public void startCpuTime() {
        cpuNanosBefore = allCpuNanos();
    }

    @TearDown(Level.Iteration)
    public void count() {
        cpuNanos = allCpuNanos() - cpuNanosBefore;
        traffic.count(allowed, denied);
    }

    private long allCpuNanos() {
        if (!first) {
            return 0;
        }
        long nanos = 0;
        for (long id : threads.getAllThreadIds()) {
            nanos += Math.max(0, threads.getThreadCpuTime(id));
        }
        return nanos;
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
        if (isAllowed) {
            allowed++;
        } else {
            denied++;
        }
    }
}
