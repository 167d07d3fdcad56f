package dev.botsentinel;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.engine.DenialResponses;
import dev.botsentinel.engine.Engine;
import dev.botsentinel.engine.HandlerFailures;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.request.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls handlers for updates that are allowed, and has users answered: who was denied, and whose handler failed.
 *
 * @param denials null if nobody is told of denials
 */
record GuardedHandlers<U>(Engine engine, @Nullable DenialResponses<U> denials, HandlerFailures<U> failures) {

    /** @param startNanos {@link System#nanoTime()} when the update came */
    <R extends @Nullable Object> Outcome<R> call(
            Request request, U update, Function<? super U, ? extends R> handler, long startNanos) {
        if (engine.decide(request, startNanos).join() instanceof Denied denied) {
            return refused(update, request, denied);
        }
        try {
            return new Outcome.Handled<>(handler.apply(update));
        } catch (Throwable failure) {
            failures.failed(update, request, Stages.cause(failure));
            throw failure;
        }
    }

    /** @param startNanos {@link System#nanoTime()} when the update came */
    <R extends @Nullable Object> CompletionStage<Outcome<R>> callAsync(
            Request request, U update, Function<? super U, ? extends CompletionStage<R>> handler, long startNanos) {
        return engine.decide(request, startNanos)
                .toFuture()
                .thenCompose(decision -> decision instanceof Denied denied
                        ? CompletableFuture.completedFuture(this.<R>refused(update, request, denied))
                        : answer(request, update, handler).thenApply(Outcome.Handled<R>::new));
    }

    private <R extends @Nullable Object> CompletableFuture<R> answer(
            Request request, U update, Function<? super U, ? extends CompletionStage<R>> handler) {
        CompletableFuture<R> answer;
        try {
            answer = handler.apply(update).toCompletableFuture();
        } catch (Throwable failure) {
            answer = CompletableFuture.failedFuture(failure);
        }
        return answer.whenComplete((result, failure) -> {
            if (failure != null) {
                failures.failed(update, request, Stages.cause(failure));
            }
        });
    }

    private <R extends @Nullable Object> Outcome<R> refused(U update, Request request, Denied denied) {
        if (denials != null && !engine.isClosed()) {
            denials.denied(update, request, denied);
        }
        return new Outcome.Refused<>(denied);
    }
}
