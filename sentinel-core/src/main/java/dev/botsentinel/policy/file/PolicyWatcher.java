package dev.botsentinel.policy.file;

import dev.botsentinel.log.ThrottledLog;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a policy file: tells of each new policy in it, and of errors, while the last good policy stays.
 *
 * <pre>{@code
 * PolicyWatcher watcher = PolicyWatcher.open(Path.of("policy.yml"));
 * Sentinel<MyUpdate> sentinel = Sentinel.builder(mapper).policy(watcher.policy()).store(store).build();
 * watcher.start(sentinel::policy, errors -> log.warn("{}", errors.getMessage()));
 * }</pre>
 *
 * <p>It reads the file again and again and compares contents, not times: editors that replace the file, symbolic links
 * that are turned elsewhere (Kubernetes), file systems without notifications and files that are deleted and made anew are
 * all the same to it. A new content counts when two looks in a row saw it, so that a file being written isn't taken half;
 * the second look follows 200 ms after the first.
 *
 * <p>Thread-safe. The consumers are called one at a time, on the watcher's own daemon thread or on that of whoever calls
 * {@link #reload()}; what they throw is logged and hurts nobody else. A look costs reading at most 1 MiB.
 */
public final class PolicyWatcher implements AutoCloseable {

    /** How often the file is looked at unless said otherwise. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(2);

    private static final Duration SETTLING = Duration.ofMillis(200);

    private final ThrottledLog log;

    private final Path file;
    private volatile PolicySet policy;
    private volatile boolean closed;

    /** What {@link #policy} or the last error was made of. */
    private FileSnapshot judged;

    /** Whether {@link #judged} had errors. */
    private boolean faulty;

    /** Seen once, not yet trusted. */
    private @Nullable FileSnapshot fresh;

    private Consumer<PolicySet> onPolicy = ignored -> {};
    private Consumer<PolicyFileException> onError = ignored -> {};
    private volatile @Nullable ScheduledThreadPoolExecutor thread;

    PolicyWatcher(Path file, ThrottledLog log) {
        this.log = log;
        this.file = file;
        this.judged = FileSnapshot.at(file);
        this.policy = judged.policy(file);
    }

    /**
     * Reads the file. It isn't followed before {@link #start}.
     *
     * @throws PolicyFileException if the file has errors
     */
    public static PolicyWatcher open(Path file) {
        return new PolicyWatcher(file, ThrottledLog.of(PolicyWatcher.class));
    }

    /** Follows the file, looking at it every 2 s. */
    public PolicyWatcher start(Consumer<PolicySet> onPolicy, Consumer<PolicyFileException> onError) {
        return start(DEFAULT_INTERVAL, onPolicy, onError);
    }

    /**
     * Follows the file.
     *
     * @param interval how often to look at it
     * @param onPolicy gets each policy that differs from the one before, and the first one after errors
     * @param onError gets the errors of a file, once per content, of which the first is logged too; the policy stays as it is
     * @throws IllegalStateException if already started, or closed
     */
    public synchronized PolicyWatcher start(
            Duration interval, Consumer<PolicySet> onPolicy, Consumer<PolicyFileException> onError) {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("interval is " + interval + ", but must be more than nothing");
        }
        listen(onPolicy, onError);
        if (thread != null || closed) {
            throw new IllegalStateException("the watcher of " + file + " is started already, or closed; open another");
        }
        ScheduledThreadPoolExecutor started = newThread();
        thread = started;
        schedule(started, interval, interval);
        if (closed) {
            started.shutdown();
        }
        return this;
    }

    synchronized void listen(Consumer<PolicySet> onPolicy, Consumer<PolicyFileException> onError) {
        this.onPolicy = onPolicy;
        this.onError = onError;
    }

    private static ScheduledThreadPoolExecutor newThread() {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread made = Executors.defaultThreadFactory().newThread(task);
                    made.setName("sentinel-policy-watcher");
                    made.setDaemon(true);
                    return made;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return thread;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the task answers nothing and catches everything
    private void schedule(ScheduledThreadPoolExecutor thread, Duration delay, Duration interval) {
        thread.schedule(() -> lookAndGoOn(thread, interval), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void lookAndGoOn(ScheduledThreadPoolExecutor thread, Duration interval) {
        boolean settling = false;
        try {
            settling = poll();
        } catch (RuntimeException e) {
            log.warnWithTrace(
                    "Looking at the policy file failed; the policy stays: " + Quote.escape(file.toString()), e);
        } finally {
            schedule(thread, settling && SETTLING.compareTo(interval) < 0 ? SETTLING : interval, interval);
        }
    }

    /** The file's last policy without error. */
    public PolicySet policy() {
        return policy;
    }

    /**
     * Reads the file now, on the calling thread, and tells the consumers of what it finds, new or not.
     *
     * @return whether the file is without error, so that {@link #policy()} is what it says
     */
    public synchronized boolean reload() {
        fresh = null;
        return judge(FileSnapshot.at(file), true);
    }

    /** Looks at the file once; answers whether it has just changed, so that another look should follow soon. */
    synchronized boolean poll() {
        FileSnapshot look = FileSnapshot.at(file);
        if (look.equals(judged)) {
            fresh = null;
            return false;
        }
        if (!look.equals(fresh)) {
            fresh = look;
            return true;
        }
        fresh = null;
        judge(look, false);
        return false;
    }

    private boolean judge(FileSnapshot look, boolean tellAnyway) {
        judged = look;
        PolicySet read;
        try {
            read = look.policy(file);
        } catch (PolicyFileException e) {
            faulty = true;
            PolicyError first = e.errors().get(0);
            log.warn(
                    "The policy file has errors; the policy stays",
                    first.in(e.file()) + "; errors: " + e.errors().size());
            tell(onError, e);
            return false;
        }
        boolean isNew = faulty || !read.equals(policy);
        faulty = false;
        policy = read;
        if (isNew || tellAnyway) {
            tell(onPolicy, read);
        }
        return true;
    }

    private <T> void tell(Consumer<T> consumer, T news) {
        if (closed) {
            return;
        }
        try {
            consumer.accept(news);
        } catch (Throwable e) {
            log.warnWithTrace("A listener of the policy file failed: " + Quote.escape(file.toString()), e);
        }
    }

    /** Stops looking. No consumer is called from now on; a call under way may still end. Does nothing the second time. */
    @Override
    public void close() {
        closed = true;
        ScheduledThreadPoolExecutor running = thread;
        if (running != null) {
            running.shutdown();
        }
        log.close();
    }
}
