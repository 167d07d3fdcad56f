package dev.botsentinel.access;

import dev.botsentinel.access.LookUps.LookUp;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Whether the look-up should have ended by now. */
    boolean isOverdue(LookUp lookUp) {
        return nanoTime() - lookUp.askedNanos() > limitNanos;
    }

    /**
     * Runs the look-up. One that has waited for a thread longer than its time limit is not begun.
     *
     * @param ended called once with the answer or the failure, on this thread if too many look-ups wait
     */
    void execute(LookUp lookUp, BiConsumer<@Nullable Resolution, @Nullable Throwable> ended) {
        try {
            pool.execute(() -> run(lookUp, ended));
        } catch (Throwable full) {
            ended.accept(null, full instanceof RejectedExecutionException ? rejected() : full);
        }
    }

    private RejectedExecutionException rejected() {
        return new RejectedExecutionException(
                pool.isShutdown()
                        ? "the guard is closed"
                        : "all " + pool.getMaximumPoolSize()
                                + " threads of the resolver are busy, and no more calls may wait; see"
                                + " SentinelBuilder.resolverCalls");
    }

    private void run(LookUp lookUp, BiConsumer<@Nullable Resolution, @Nullable Throwable> ended) {
        Resolution resolution;
        try {
            if (isOverdue(lookUp)) {
                throw new TimeoutException("no thread was free for the resolver within " + timeLimit);
            }
            resolution = lookUp.run();
        } catch (Throwable failure) {
            ended.accept(null, failure);
            return;
        }
        ended.accept(resolution, null);
    }

    /** Begins nothing more; what runs, runs on. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
