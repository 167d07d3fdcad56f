package dev.botsentinel.benchmarks.calls;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * What an instrumented method calls when it begins and returns: records how many bytes its thread allocated in between,
 * while a recording is on. Public and static because bytecode of any package calls it.
 */
public final class AllocationRecorder {

    private static final int MOST_RECORDED = 1 << 16;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static long[] recorded = {};
    private static int size;

    private AllocationRecorder() {}

    /** The method begins; returns what it gives to {@link #exit}. */
    public static long enter() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** The method returns. */
    public static void exit(long before) {
        long after = THREADS.getCurrentThreadAllocatedBytes();
        synchronized (AllocationRecorder.class) {
            if (size < recorded.length) {
                recorded[size++] = after - before;
            }
        }
    }

    /** Records from now on. */
    static synchronized void start() {
        recorded = new long[MOST_RECORDED];
        size = 0;
    }

    /**
     * Ends the recording.
     *
     * @return how many bytes half of the calls allocated at most
     * @throws IllegalStateException if there was no call
     */
    static synchronized long stop() {
        if (size == 0) {
            throw new IllegalStateException("the method was never called; was it renamed?");
        }
        long[] sorted = Arrays.copyOf(recorded, size);
        recorded = new long[0];
        Arrays.sort(sorted);
        return sorted[size / 2];
    }
}
