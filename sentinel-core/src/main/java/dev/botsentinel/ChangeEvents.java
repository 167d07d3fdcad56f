package dev.botsentinel;

import dev.botsentinel.engine.EventDispatcher;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.store.OutcomeUnknownException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Tells listeners what administrators have changed: here or on the executor, never on a client's own thread. */
record ChangeEvents(EventDispatcher events, Executor executor, InstantSource time) {

    /**
     * The same stage, which completes after its event was told.
     *
     * @param event makes the event of a change; null if nothing was changed
     */
    <T extends @Nullable Object> CompletionStage<T> tell(
            CompletionStage<T> change, BiFunction<Instant, T, @Nullable SecurityEvent> event) {
        CompletableFuture<T> future = change.toCompletableFuture();
        CompletableFuture<T> unused = future.whenComplete((done, failure) -> {
            if (failure != null && Stages.cause(failure) instanceof OutcomeUnknownException unknown) {
                tellLater(unknown, event);
            }
        });
        return future.isDone()
                ? future.thenApply(done -> told(done, event))
                : future.thenApplyAsync(done -> told(done, event), executor);
    }

    /** The event of a change whose outcome is unknown comes when it is known to have been made. */
    @SuppressWarnings("unchecked") // the outcome is what the operation answers
    private <T extends @Nullable Object> void tellLater(
            OutcomeUnknownException unknown, BiFunction<Instant, T, @Nullable SecurityEvent> event) {
        CompletionStage<?> unused = unknown.outcome().thenAcceptAsync(done -> told((T) done, event), executor);
    }

    private <T extends @Nullable Object> T told(T done, BiFunction<Instant, T, @Nullable SecurityEvent> event) {
        SecurityEvent change = event.apply(time.instant(), done);
        if (change != null) {
            events.publish(change);
        }
        return done;
    }
}
