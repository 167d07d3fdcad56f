package dev.botsentinel.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps so many calls in flight for a while: whoever gets an answer makes the next call, on the thread that the answer came
 * on, as a bot without threads of its own would. Used once.
 */
final class Load {

    private static final int SAMPLES = 1 << 18;
    private static final int MANY = 256;
    private static final double NANOS_PER_MICRO = 1000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Supplier<? extends CompletionStage<?>> calls;
    private final int inFlight;
    private final long least;
    private final long[] nanos = new long[SAMPLES];
    private final AtomicLong answered = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch ended;
    private volatile long end;

    /** What a load came to. Immutable. */
    static final class Result {

        private final long calls;
        private final long nanos;
        /** How long single calls took, in ascending order. */
        private final long[] samples;

        private Result(long calls, long nanos, long[] samples) {
            this.calls = calls;
            this.nanos = nanos;
            this.samples = samples;
        }

        /** As if loads had been one. */
        static Result sum(List<Result> results) {
            return new Result(
                    results.stream().mapToLong(result -> result.calls).sum(),
                    results.stream().mapToLong(result -> result.nanos).sum(),
                    results.stream()
                            .flatMapToLong(result -> LongStream.of(result.samples))
                            .sorted()
                            .toArray());
        }

        long calls() {
            return calls;
        }

        double perSecond() {
            return calls * NANOS_PER_SECOND / nanos;
        }

        /** How long this share of the calls took at most, from 0 to 1. */
        double micros(double share) {
            return samples[(int) (samples.length * share)] / NANOS_PER_MICRO;
        }
    }

    private Load(Supplier<? extends CompletionStage<?>> calls, int inFlight, long least) {
        this.calls = calls;
        this.inFlight = inFlight;
        this.least = least;
        this.ended = new CountDownLatch(inFlight);
    }

    /** @throws IllegalStateException if a call failed */
    static Result run(Supplier<? extends CompletionStage<?>> calls, int inFlight, Duration duration)
            throws InterruptedException {
        return new Load(calls, inFlight, 0).run(duration);
    }

    /**
     * Makes so many calls, so that the measurement begins with caches filled.
     *
     * @throws IllegalStateException if a call failed
     */
    static void untilCalled(long times, Supplier<? extends CompletionStage<?>> calls) throws InterruptedException {
        untilCalled(times, MANY, calls);
    }

    /** As {@link #untilCalled(long, Supplier)}, with so many in flight. */
    static void untilCalled(long times, int inFlight, Supplier<? extends CompletionStage<?>> calls)
            throws InterruptedException {
        Result unused = new Load(calls, inFlight, times).run(Duration.ZERO);
    }

    private Result run(Duration duration) throws InterruptedException {
        long start = System.nanoTime();
        end = start + duration.toNanos();
        for (int i = 0; i < inFlight; i++) {
            next();
        }
        ended.await();
        long took = System.nanoTime() - start;
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a call failed, so the figures would not be about calls", failed);
        }
        long[] sorted = Arrays.copyOf(nanos, (int) Math.min(answered.get(), SAMPLES));
        Arrays.sort(sorted);
        return new Result(answered.get(), took, sorted);
    }

    /** A loop as long as answers are there at once, which a recursion would end in a full stack. */
    private void next() {
        while ((System.nanoTime() < end || answered.get() < least) && failure.get() == null) {
            long sent = System.nanoTime();
            CompletableFuture<?> answer = calls.get().toCompletableFuture();
            if (!answer.isDone()) {
                CompletableFuture<?> unused = answer.whenComplete((value, failed) -> {
                    count(sent, failed);
                    next();
                });
                return;
            }
            count(sent, answer.handle((value, failed) -> failed).join());
        }
        ended.countDown();
    }

    private void count(long sent, @Nullable Throwable failed) {
        nanos[(int) (answered.getAndIncrement() % SAMPLES)] = System.nanoTime() - sent;
        if (failed != null) {
            failure.compareAndSet(null, failed);
        }
    }
}
