package dev.botsentinel.telegrambots;

import dev.botsentinel.run.ContainedFailures;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The thread that polls, for the library's application: whatever the library's own code throws between two consumers is
 * counted and logged, and polling goes on after a second. Without it, an answer of the API that the library doesn't expect
 * ends polling as silently as a handler's exception does.
 *
 * <pre>{@code
 * new TelegramBotsLongPollingApplication(ObjectMapper::new, new DefaultOkHttpClientCreator(), ContainedExecutor::new)
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class ContainedExecutor extends ScheduledThreadPoolExecutor {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ContainedFailures failures = new ContainedFailures();
    private final long pauseNanos;

    /** An executor with one thread, which keeps the process alive for as long as a bot is registered, and no longer. */
    public ContainedExecutor() {
        this(PAUSE);
    }

    /** An executor that pauses this long after a failure. */
    ContainedExecutor(Duration pause) {
        super(1, task -> new Thread(null, task, "sentinel-polling", 0, false));
        this.pauseNanos = TimeUnit.NANOSECONDS.convert(pause);
        setRemoveOnCancelPolicy(true);
        setKeepAliveTime(1, TimeUnit.SECONDS);
        allowCoreThreadTimeOut(true);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long delay, long period, TimeUnit unit) {
        return super.scheduleAtFixedRate(() -> run(task), delay, period, unit);
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            failures.add("polling", failure);
            pause();
        }
    }

    /** What fails at once fails again at once: the API must not be asked without end. */
    private void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(pauseNanos);
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many failures were contained. */
    public long failures() {
        return failures.count();
    }
}
