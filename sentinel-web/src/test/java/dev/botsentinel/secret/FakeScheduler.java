package dev.botsentinel.secret;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs what is scheduled when the test says so. */
final class FakeScheduler extends ScheduledThreadPoolExecutor {

    record Task(Runnable command, Duration delay) {}

    final Deque<Task> tasks = new ArrayDeque<>();

    FakeScheduler() {
        super(0);
    }

    @Override
    public @Nullable ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        tasks.add(new Task(command, Duration.ofNanos(unit.toNanos(delay))));
        return null;
    }

    void runNext() {
        tasks.remove().command().run();
    }
}
