package dev.botsentinel.store.resilient;

import dev.botsentinel.store.NothingDoneException;
import dev.botsentinel.store.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks up what became of changes, once a second each, until the storage answers. At most {@value #MOST} at a time: more than
 * administrators ask for, but a bot that cools limits down by itself in a long outage must not fill the heap. Thread-safe.
 */
final class PendingLookUps {

    static final int MOST = 100;

    private final DeadlineTimer timer;
    private final BooleanSupplier closed;
    private final AtomicInteger pending = new AtomicInteger();

    PendingLookUps(DeadlineTimer timer, BooleanSupplier closed) {
        this.timer = timer;
        this.closed = closed;
    }

    /**
     * Looks up until it is known.
     *
     * @param outcome completes then; may be completed by somebody else meanwhile
     * @param lookUp answers null if this can't be looked up
     */
    void add(CompletableFuture<Object> outcome, Supplier<@Nullable CompletionStage<Optional<Object>>> lookUp) {
        if (pending.incrementAndGet() > MOST) {
            pending.decrementAndGet();
            outcome.completeExceptionally(
                    new StoreException("more than " + MOST + " changes are being looked up; look this one up by hand"));
            return;
        }
        CompletableFuture<Object> unused = outcome.whenComplete((value, failure) -> pending.decrementAndGet());
        lookUp(outcome, lookUp);
    }

    private void lookUp(
            CompletableFuture<Object> outcome, Supplier<@Nullable CompletionStage<Optional<Object>>> lookUp) {
        if (outcome.isDone()) {
            return;
        }
        if (closed.getAsBoolean()) {
            outcome.completeExceptionally(ResilientStore.closed());
            return;
        }
        CompletionStage<Optional<Object>> found;
        try {
            found = lookUp.get();
        } catch (RuntimeException failure) {
            found = CompletableFuture.failedFuture(failure);
        }
        if (found == null) {
            outcome.completeExceptionally(
                    new StoreException("this change can't be looked up; make it again, which does no harm"));
            return;
        }
        AtomicBoolean isAnswered = new AtomicBoolean();
        Runnable callOff = found.toCompletableFuture().isDone()
                ? () -> {}
                : after(AdminChange.DEADLINE_NANOS, outcome, () -> {
                    if (isAnswered.compareAndSet(false, true)) {
                        lookUp(outcome, lookUp);
                    }
                });
        CompletionStage<Optional<Object>> unusedStage = found.whenComplete((value, failure) -> {
            callOff.run();
            if (!isAnswered.compareAndSet(false, true)) {
                return;
            }
            if (failure != null) {
                Runnable unused = after(AdminChange.LOOK_UP_NANOS, outcome, () -> lookUp(outcome, lookUp));
            } else if (value.isPresent()) {
                outcome.complete(value.get());
            } else {
                outcome.completeExceptionally(new NothingDoneException("the change was not made"));
            }
        });
    }

    private Runnable after(long nanos, CompletableFuture<Object> outcome, Runnable task) {
        try {
            return timer.after(nanos, task);
        } catch (RejectedExecutionException afterClosing) {
            outcome.completeExceptionally(ResilientStore.closed());
            return () -> {};
        }
    }
}
