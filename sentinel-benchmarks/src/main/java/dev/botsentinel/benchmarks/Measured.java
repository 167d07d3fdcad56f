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

/** What each thread of a benchmark counts beside the time that passes. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Measured {

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

    @Setup(Level.Trial)
    public void find(ThreadParams place) {
        first = place.getThreadIndex() == 0;
    }

    @Setup(Level.Iteration)
    public void startCpuTime() {
        cpuNanosBefore = allCpuNanos();
    }

    @TearDown(Level.Iteration)
    public void readCpuTime() {
        cpuNanos = allCpuNanos() - cpuNanosBefore;
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

    void decided(boolean isAllowed) {
        if (isAllowed) {
            allowed++;
        } else {
            denied++;
        }
    }
}
