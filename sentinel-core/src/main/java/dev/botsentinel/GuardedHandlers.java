package dev.botsentinel;

import dev.botsentinel.Judge.Judged;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.response.DenialResponses;
import dev.botsentinel.response.HandlerFailures;
import dev.botsentinel.store.Stages;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls handlers for updates that are allowed, and has users answered: who was denied, and whose handler failed.
 *
 * @param denials null if nobody is told of denials
 */
record GuardedHandlers<U>(Judge<U> judge, @Nullable DenialResponses<U> denials, HandlerFailures<U> failures) {

    <R extends @Nullable Object> Outcome<R> call(Function<? super U, ? extends R> handler, U update) {
        Judged judged = judge.judge(update);
        if (judged.decision().join() instanceof Denied denied) {
            return refused(update, judged, denied);
        }
        try {
            return new Outcome.Handled<>(handler.apply(update));
        } catch (Throwable failure) {
            failed(update, judged, failure);
            throw failure;
        }
    }

    <R extends @Nullable Object> CompletionStage<Outcome<R>> callAsync(
            Function<? super U, ? extends CompletionStage<R>> handler, U update) {
        Judged judged = judge.judge(update);
        return judged.decision()
                .thenCompose(decision -> decision instanceof Denied denied
                        ? CompletableFuture.completedFuture(this.<R>refused(update, judged, denied))
                        : answer(handler, update, judged).thenApply(Outcome.Handled<R>::new));
    }

    private <R extends @Nullable Object> CompletableFuture<R> answer(
            Function<? super U, ? extends CompletionStage<R>> handler, U update, Judged judged) {
        CompletableFuture<R> answer;
        try {
            answer = handler.apply(update).toCompletableFuture();
        } catch (Throwable failure) {
            answer = CompletableFuture.failedFuture(failure);
        }
        return answer.whenComplete((result, failure) -> {
            if (failure != null) {
                failed(update, judged, failure);
            }
        });
    }

    private <R extends @Nullable Object> Outcome<R> refused(U update, Judged judged, Denied denied) {
        if (denials != null && judged.request() != null) {
            denials.denied(update, judged.request(), denied);
        }
        return new Outcome.Refused<>(denied);
    }

    private void failed(U update, Judged judged, Throwable failure) {
        if (judged.request() != null) {
            failures.failed(update, judged.request(), Stages.cause(failure));
        }
    }
}
