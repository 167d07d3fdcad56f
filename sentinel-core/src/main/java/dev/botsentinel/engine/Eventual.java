package dev.botsentinel.engine;

import dev.botsentinel.plan.Stages;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that is here, or will come: the one type that carries both through the same code. A value that is here needs no
 * future and continues on the calling thread; what comes later continues on the executor, never on a client's thread.
 * Immutable.
 */
public final class Eventual<T> {

    private final @Nullable T value;
    private final @Nullable CompletableFuture<T> later;

    private Eventual(@Nullable T value, @Nullable CompletableFuture<T> later) {
        this.value = value;
        this.later = later;
    }

    /** A value that is here. */
    public static <T> Eventual<T> now(T value) {
        return new Eventual<>(value, null);
    }

    /** What a stage completes with, which is here if the stage is complete. */
    static <T> Eventual<T> of(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        return future.isDone() && !future.isCompletedExceptionally()
                ? now(future.join())
                : new Eventual<>(null, future);
    }

    /** The value; null if it isn't here. */
    @Nullable
    T orNull() {
        return value;
    }

    /** The value; waits for it if it isn't here. */
    public T join() {
        return later == null ? Objects.requireNonNull(value) : later.join();
    }

    /** This as a future, which is complete if the value is here. */
    public CompletableFuture<T> toFuture() {
        return later == null ? CompletableFuture.completedFuture(value) : later;
    }

    /** What the next step makes of the value. */
    <R> Eventual<R> then(Executor executor, Function<? super T, Eventual<R>> next) {
        if (later == null) {
            return next.apply(Objects.requireNonNull(value));
        }
        Function<T, CompletionStage<R>> stage = arrived -> next.apply(arrived).toFuture();
        return of(later.isDone() ? later.thenCompose(stage) : later.thenComposeAsync(stage, executor));
    }

    /** This, or what is made of its failure. */
    Eventual<T> orElse(Function<Throwable, T> onFailure) {
        return later == null ? this : of(later.exceptionally(failure -> onFailure.apply(Stages.cause(failure))));
    }

    /** What is made of the value, on the thread that has it. */
    <R> Eventual<R> map(Function<? super T, ? extends R> action) {
        return later == null ? now(action.apply(Objects.requireNonNull(value))) : of(later.thenApply(action));
    }
}
