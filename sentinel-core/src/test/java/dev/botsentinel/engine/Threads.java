package dev.botsentinel.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The threads of the scenarios: a client's own and the guard's executor. */
final class Threads {

    static final String CLIENT = "client-io";
    static final String EXECUTOR = "guard-executor";

    static final ExecutorService GUARD = Executors.newSingleThreadExecutor(task -> daemon(task, EXECUTOR));
    private static final ExecutorService IO = Executors.newSingleThreadExecutor(task -> daemon(task, CLIENT));

    private Threads() {}

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Does it on the client's thread. */
    static void onClient(Runnable task) {
        Future<?> unused = IO.submit(task);
    }

    /** A future that the client's thread completes once somebody depends on it: never before it was looked at. */
    static <T> CompletableFuture<T> later(T value) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Future<?> unused = IO.submit(() -> {
            while (future.getNumberOfDependents() == 0) {
                Thread.onSpinWait();
            }
            future.complete(value);
        });
        return future;
    }

    /** A future that the client's thread fails once somebody depends on it. */
    static <T> CompletableFuture<T> failingLater(Throwable failure) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Future<?> unused = IO.submit(() -> {
            while (future.getNumberOfDependents() == 0) {
                Thread.onSpinWait();
            }
            future.completeExceptionally(failure);
        });
        return future;
    }
}
