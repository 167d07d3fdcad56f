package dev.botsentinel.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.botsentinel.benchmarks.RedisContender.Running;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One of those who are compared, connected, and what was measured of it so far, round by round. Not thread-safe. */
final class RedisRow implements AutoCloseable {

    private static final double NANOS_PER_MICRO = 1000;

    private final RedisContender contender;
    private final Running running;
    private final RedisServer server;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<Load.Result> loads = new ArrayList<>();
    private double serverMicros;
    private double clientNanos;
    private double allocated;

    RedisRow(RedisContender contender, Running running, RedisServer server) {
        this.contender = contender;
        this.running = running;
        this.server = server;
    }

    RedisContender contender() {
        return contender;
    }

    /** Keeps calls in flight, unmeasured. */
    void warmUp(int inFlight, Duration duration) throws InterruptedException {
        Load.Result unused = Load.run(running.calls(), inFlight, duration);
    }

    /** Keeps calls in flight and counts. */
    void measure(int inFlight, Duration duration) throws InterruptedException {
        double serverBefore = server.cpuMicros();
        long clientBefore = system.getProcessCpuTime();
        long allocatedBefore = allocatedBytes();
        loads.add(Load.run(running.calls(), inFlight, duration));
        allocated += allocatedBytes() - allocatedBefore;
        clientNanos += system.getProcessCpuTime() - clientBefore;
        serverMicros += server.cpuMicros() - serverBefore;
    }

    private long allocatedBytes() {
        long bytes = 0;
        for (long thread : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            bytes += Math.max(0, thread);
        }
        return bytes;
    }

    /** All rounds as one. */
    Load.Result load() {
        return Load.Result.sum(loads);
    }

    double serverMicrosPerCall() {
        return serverMicros / load().calls();
    }

    double clientMicrosPerCall() {
        return clientNanos / NANOS_PER_MICRO / load().calls();
    }

    double bytesPerCall() {
        return allocated / load().calls();
    }

    /** Calls per second as a multiple of another's: the median over rounds, which one disturbed round doesn't move. */
    double ratio(RedisRow base) {
        double[] ratios = IntStream.range(0, loads.size())
                .mapToDouble(round ->
                        loads.get(round).perSecond() / base.loads.get(round).perSecond())
                .sorted()
                .toArray();
        return ratios[ratios.length / 2];
    }

    /** As {@link #ratio}, of the time that half of the calls took at most. */
    double medianRatio(RedisRow base) {
        double[] ratios = IntStream.range(0, loads.size())
                .mapToDouble(round ->
                        loads.get(round).micros(0.5) / base.loads.get(round).micros(0.5))
                .sorted()
                .toArray();
        return ratios[ratios.length / 2];
    }

    @Override
    public void close() {
        running.close();
    }
}
