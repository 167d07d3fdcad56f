package dev.botsentinel;

import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.engine.EventDispatcher;
import dev.botsentinel.engine.Releases;
import dev.botsentinel.event.SecurityEvent.StoreFailed;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.request.Request;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Undoes what a decision wrote about an update that its handler failed on: the storage forgets the update, and, if the guard
 * says so, permits come back. Nobody waits for it, and it never throws: the handler's exception goes on at once. A storage that
 * fails is an event. Thread-safe.
 *
 * @param limits gives permits back; null if they stay spent
 */
record UndoOnFailure(
        Releases releases,
        @Nullable Supplier<Limits> limits,
        EventDispatcher events,
        Executor executor,
        InstantSource time) {

    /** The time at which a decision was made, for {@link #failed}. */
    long nowMillis() {
        return time.millis();
    }

    /** @param decidedAtMillis {@link #nowMillis()} when the decision was made */
    void failed(Request request, Allowed decision, long decidedAtMillis) {
        undo(() -> releases.release(request, decision, decidedAtMillis));
        if (limits != null) {
            undo(() -> List.of(limits.get().refundFailed(request, decision)));
        }
    }

    private void undo(Supplier<? extends List<? extends CompletionStage<?>>> undoing) {
        try {
            undoing.get().forEach(this::report);
        } catch (Throwable failure) {
            report(CompletableFuture.failedFuture(failure));
        }
    }

    /** Listeners are never called on a storage's thread. */
    private void report(CompletionStage<?> undone) {
        CompletableFuture<?> future = undone.toCompletableFuture();
        if (!future.isDone()) {
            CompletableFuture<?> unused = future.whenCompleteAsync((done, failure) -> report(failure), executor);
        } else if (future.isCompletedExceptionally()) {
            CompletableFuture<?> unused = future.whenComplete((done, failure) -> report(failure));
        }
    }

    private void report(@Nullable Throwable failure) {
        if (failure != null) {
            events.publish(new StoreFailed(time.instant(), Stages.cause(failure)));
        }
    }
}
