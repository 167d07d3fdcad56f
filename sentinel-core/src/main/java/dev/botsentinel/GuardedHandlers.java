package dev.botsentinel;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
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
 * @param undo lets an update be handled again that its handler failed on
 */
record GuardedHandlers<U>(
        Engine engine, @Nullable DenialResponses<U> denials, HandlerFailures<U> failures, UndoOnFailure undo) {

    /** @param startNanos {@link System#nanoTime()} when the update came */
    <R extends @Nullable Object> Outcome<R> call(
            Request request, U update, Function<? super U, ? extends R> handler, long startNanos) {
        Decision decision = engine.decide(request, startNanos).join();
        if (!(decision instanceof Allowed allowed)) {
            return refused(update, request, (Denied) decision);
        }
        long decidedAtMillis = undo.nowMillis();
        try {
            return new Outcome.Handled<>(handler.apply(update));
        } catch (Throwable failure) {
            failed(update, request, allowed, decidedAtMillis, failure);
            throw failure;
        }
    }

    /** @param startNanos {@link System#nanoTime()} when the update came */
    <R extends @Nullable Object> CompletionStage<Outcome<R>> callAsync(
            Request request, U update, Function<? super U, ? extends CompletionStage<R>> handler, long startNanos) {
        return engine.decide(request, startNanos)
                .toFuture()
                .thenCompose(decision -> decision instanceof Allowed allowed
                        ? answer(request, update, allowed, handler).thenApply(Outcome.Handled<R>::new)
                        : CompletableFuture.completedFuture(this.<R>refused(update, request, (Denied) decision)));
    }

    private <R extends @Nullable Object> CompletableFuture<R> answer(
            Request request, U update, Allowed decision, Function<? super U, ? extends CompletionStage<R>> handler) {
        long decidedAtMillis = undo.nowMillis();
        CompletableFuture<R> answer;
        try {
            answer = handler.apply(update).toCompletableFuture();
        } catch (Throwable failure) {
            answer = CompletableFuture.failedFuture(failure);
        }
        return answer.whenComplete((result, failure) -> {
            if (failure != null) {
                failed(update, request, decision, decidedAtMillis, failure);
            }
        });
    }

    /** Undoes first: whoever is told of the failure may try again at once. */
    private void failed(U update, Request request, Allowed decision, long decidedAtMillis, Throwable failure) {
        undo.failed(request, decision, decidedAtMillis);
        failures.failed(update, request, decision, Stages.cause(failure));
    }

    private <R extends @Nullable Object> Outcome<R> refused(U update, Request request, Denied denied) {
        if (denials != null && !engine.isClosed()) {
            denials.denied(update, request, denied);
        }
        return new Outcome.Refused<>(denied);
    }
}
