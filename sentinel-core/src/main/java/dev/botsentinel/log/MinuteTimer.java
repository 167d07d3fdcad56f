package dev.botsentinel.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a task a minute from now, unless it is called off. */
@FunctionalInterface
interface MinuteTimer {

    /**
     * The JDK's own timer and its common pool: no thread of ours, however many guards and storages there are, and none that keeps a
     * process or a class loader alive.
     */
    MinuteTimer REAL = task -> {
        CompletableFuture<Void> minute = new CompletableFuture<Void>().completeOnTimeout(null, 1, TimeUnit.MINUTES);
        CompletableFuture<Void> unused = minute.thenRunAsync(task);
        return () -> {
            boolean unusedAnswer = minute.cancel(false);
        };
    };

    /**
     * Starts a timer.
     *
     * @return calls it off, if it isn't running yet
     */
    Runnable in(Runnable task);
}
