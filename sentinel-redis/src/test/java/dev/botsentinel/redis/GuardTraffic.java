package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.request.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Threads that send updates to a guard, one after the other, and time each decision. */
final class GuardTraffic implements AutoCloseable {

    private static final int USERS_PER_THREAD = 4;

    /**
     * One decision.
     *
     * @param startNanos when it started, by {@link System#nanoTime()}
     * @param nanos how long it took
     */
    record Sample(String user, long startNanos, long nanos, Decision decision) {}

    private final GuardUnderFault guard;
    private final Duration pause;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    /** @param pause between the decisions of a thread */
    GuardTraffic(GuardUnderFault guard, int threads, Duration pause) {
        this.guard = guard;
        this.pause = pause;
        for (int i = 0; i < threads; i++) {
            int first = i * USERS_PER_THREAD;
            Thread thread = new Thread(() -> run(first), "traffic-" + i);
            thread.setDaemon(true);
            this.threads.add(thread);
        }
        this.threads.forEach(Thread::start);
    }

    private void run(int first) {
        try {
            for (int i = 0; !ended; i++) {
                String user = guard.user("traffic-" + (first + i % USERS_PER_THREAD));
                Request request = Request.builder("/ping").subject(user).build();
                long start = System.nanoTime();
                Decision decision = guard.decideAtLeisure(request);
                samples.add(new Sample(user, start, System.nanoTime() - start, decision));
                LockSupport.parkNanos(pause.toNanos());
            }
        } catch (Throwable failure) {
            failures.add(failure);
        }
    }

    /** The decisions that started between two instants, unordered. */
    List<Sample> between(long startNanos, long endNanos) {
        return samples.stream()
                .filter(sample -> sample.startNanos() - startNanos >= 0 && sample.startNanos() - endNanos < 0)
                .toList();
    }

    /**
     * Asserts for each user that the permits spent are those admitted by Redis, or also some admitted without it, whose answers may
     * have been lost: none was spent twice, and none was missed.
     */
    void assertSpentOnce() {
        samples.stream().collect(Collectors.groupingBy(Sample::user)).forEach((user, all) -> {
            long byRedis =
                    all.stream().filter(sample -> !sample.decision().degraded()).count();
            long left = all.stream()
                    .filter(sample -> !sample.decision().degraded())
                    .mapToLong(sample ->
                            ((Allowed) sample.decision()).leastRemaining().orElseThrow())
                    .min()
                    .orElse(GuardUnderFault.PLENTY);
            assertThat(GuardUnderFault.PLENTY - left).as(user).isBetween(byRedis, (long) all.size());
        });
    }

    /** The number of decisions made without Redis. */
    long degraded() {
        return samples.stream().filter(sample -> sample.decision().degraded()).count();
    }

    /** All decisions so far. */
    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** Asserts that no decision threw, refused or took too long. */
    void assertUnharmed() {
        assertThat(failures).isEmpty();
        assertThat(samples).isNotEmpty().allMatch(sample -> sample.decision().isAllowed());
        assertThat(worst(samples())).isLessThan(GuardUnderFault.LONGEST_DECISION);
    }

    static Duration worst(List<Sample> samples) {
        return Duration.ofNanos(samples.stream().mapToLong(Sample::nanos).max().orElse(0));
    }

    /** The 99th percentile. */
    static Duration percentile99(List<Sample> samples) {
        long[] sorted = samples.stream().mapToLong(Sample::nanos).sorted().toArray();
        return Duration.ofNanos(sorted.length == 0 ? 0 : sorted[(int) Math.ceil(sorted.length * 0.99) - 1]);
    }

    @Override
    public void close() {
        ended = true;
        for (Thread thread : threads) {
            try {
                thread.join(GuardUnderFault.LONGEST_DECISION.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
