package dev.botsentinel.access;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Threads for look-ups that block: few, daemons, started on demand, gone when idle. Not the common pool, which has one
 * thread on a machine of two cores and which a slow database would take from the whole application. A call that hangs is
 * given up on and never interrupted: an interrupt can cost a database its connection, or an embedded one its file.
 * Thread-safe.
 */
final class ResolverThreads implements AutoCloseable {

    private static final long IDLE_SECONDS = 10;

    private final AtomicInteger started = new AtomicInteger();
    private final ThreadPoolExecutor pool;
    private final LongSupplier nanoTime;
    private final long limitNanos;
    private final Duration timeLimit;

    ResolverThreads(ResolverSettings settings, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.timeLimit = settings.timeLimit();
        this.limitNanos = TimeUnit.NANOSECONDS.convert(timeLimit);
        this.pool = new ThreadPoolExecutor(
                settings.threads(),
                settings.threads(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(settings.maximumCalls()),
                this::thread);
        pool.allowCoreThreadTimeOut(true);
    }

    /** Nothing is inherited from the thread that happens to check the update. */
    private Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "sentinel-resolver-" + started.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Runs the look-up. One that has waited for a thread longer than its time limit is not begun.
     *
     * @return the answer; it fails at once if the subject's last call has not come back, or if too many calls wait
     */
    CompletableFuture<Resolution> call(Supplier<Resolution> lookUp, BlockingResolver.Claim claim) {
        if (!claim.taken()) {
            return CompletableFuture.failedFuture(
                    new RejectedExecutionException("the resolver's last call for this subject has not come back"));
        }
        CompletableFuture<Resolution> answer = new CompletableFuture<>();
        long asked = nanoTime.getAsLong();
        try {
            pool.execute(() -> run(lookUp, claim, answer, asked));
        } catch (Throwable full) {
            claim.release();
            answer.completeExceptionally(full instanceof RejectedExecutionException ? rejected() : full);
        }
        return answer;
    }

    private RejectedExecutionException rejected() {
        return new RejectedExecutionException(
                pool.isShutdown()
                        ? "the guard is closed"
                        : "all " + pool.getMaximumPoolSize()
                                + " threads of the resolver are busy, and no more calls may wait; see"
                                + " SentinelBuilder.resolverCalls");
    }

    private void run(
            Supplier<Resolution> lookUp,
            BlockingResolver.Claim claim,
            CompletableFuture<Resolution> answer,
            long asked) {
        Resolution resolution;
        try {
            if (nanoTime.getAsLong() - asked > limitNanos) {
                throw new TimeoutException("no thread was free for the resolver within " + timeLimit);
            }
            resolution = lookUp.get();
        } catch (Throwable failure) {
            claim.release();
            answer.completeExceptionally(failure);
            return;
        }
        claim.release();
        answer.complete(resolution);
    }

    /** Begins nothing more; what runs, runs on. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
