package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Stages;
import dev.botsentinel.store.NothingDoneException;
import dev.botsentinel.store.OutcomeUnknownException;
import dev.botsentinel.store.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One change that an administrator asks for, from the first attempt until it is known what became of it. Thread-safe.
 */
/*
 * Three answers. Done: an attempt was answered. Refused: no attempt can have done anything. Unknown: an attempt was sent and
 * its answer is missing; then the state is looked up until it tells, and whoever waits for the outcome learns it.
 *
 * Trying again is safe because each change can be made twice: a block replaces the same block, a cooldown ends at the later
 * of both ends, a refund has a number. An attempt that is still on its way does nothing after its deadline, which the remote
 * sees to; so what is looked up afterwards is final.
 */
final class AdminChange<T extends @Nullable Object> {

    /** Administrators have more patience than updates. */
    static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(2);

    static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    static final long LOOK_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How a change is made, and how it is known later. */
    interface Operation<T extends @Nullable Object> {

        /**
         * Makes the change.
         *
         * @param sending to be run right before something is sent that changes anything
         * @param again whether an earlier attempt may have made it
         */
        CompletionStage<T> attempt(Runnable sending, boolean again);

        /**
         * Looks up whether the change was made, after all attempts are over; null if that can't be looked up.
         *
         * @return what it answers, empty if it was not made
         */
        @Nullable
        CompletionStage<Optional<Object>> lookUp();
    }

    private final Operation<T> operation;
    private final Function<T, T> learn;
    private final PendingLookUps lookUps;
    private final DeadlineTimer timer;
    private final long deadlineNanos;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final CompletableFuture<Object> outcome = new CompletableFuture<>();
    private Runnable callOffDeadline = () -> {};
    private boolean maybeDone;
    private boolean sent;
    private boolean over;
    private @Nullable Throwable latest;

    private AdminChange(
            Operation<T> operation,
            Function<T, T> learn,
            PendingLookUps lookUps,
            DeadlineTimer timer,
            long deadlineNanos) {
        this.operation = operation;
        this.learn = learn;
        this.lookUps = lookUps;
        this.timer = timer;
        this.deadlineNanos = deadlineNanos;
    }

    /**
     * Makes a change.
     *
     * @param learn what is learned from an answer, also from one that came too late
     */
    static <T extends @Nullable Object> CompletionStage<T> make(
            Operation<T> operation,
            Function<T, T> learn,
            PendingLookUps lookUps,
            DeadlineTimer timer,
            long deadlineNanos) {
        AdminChange<T> change = new AdminChange<>(operation, learn, lookUps, timer, deadlineNanos);
        change.attempt();
        if (!change.result.isDone()) {
            change.setDeadline();
        }
        return change.result;
    }

    private synchronized void setDeadline() {
        callOffDeadline = timer.after(deadlineNanos, this::expire);
    }

    private void attempt() {
        boolean again;
        synchronized (this) {
            if (over || result.isDone()) {
                return;
            }
            again = maybeDone;
            sent = false;
        }
        CompletionStage<T> attempt;
        try {
            attempt = operation.attempt(this::sending, again);
        } catch (RuntimeException failure) {
            attempt = CompletableFuture.failedFuture(failure);
        }
        CompletionStage<T> unused = attempt.whenComplete((value, failure) -> {
            if (failure == null) {
                done(value);
            } else {
                failed(Stages.cause(failure));
            }
        });
    }

    private synchronized void sending() {
        sent = true;
    }

    private void done(T value) {
        T learned = learn.apply(value);
        stop();
        outcome.complete(learned);
        result.complete(learned);
    }

    private void failed(Throwable failure) {
        if (failure instanceof IllegalArgumentException) {
            stop();
            result.completeExceptionally(failure);
            return;
        }
        synchronized (this) {
            latest = failure;
            maybeDone |= sent && !(failure instanceof NothingDoneException);
            sent = false;
            if (over) {
                return;
            }
        }
        try {
            Runnable unused = timer.after(RETRY_NANOS, this::attempt);
        } catch (RejectedExecutionException afterClosing) {
            expire();
        }
    }

    private void expire() {
        boolean refused;
        synchronized (this) {
            over = true;
            refused = !maybeDone && !sent;
        }
        if (result.isDone()) {
            return;
        }
        StoreException cause = new StoreException("the storage gave no answer within "
                + TimeUnit.NANOSECONDS.toSeconds(deadlineNanos) + " s"
                + (latest == null ? "" : "; the last attempt failed: " + latest.getMessage()));
        if (refused) {
            result.completeExceptionally(
                    latest == null
                            ? new NothingDoneException(cause.getMessage() + "; nothing was done", cause)
                            : new NothingDoneException(latest.getMessage() + "; nothing was done", latest));
            return;
        }
        result.completeExceptionally(new OutcomeUnknownException(
                cause.getMessage() + "; whether the change was made is unknown yet and is looked up",
                latest == null ? cause : latest,
                outcome));
        lookUps.add(outcome, this::lookUp);
    }

    private @Nullable CompletionStage<Optional<Object>> lookUp() {
        return operation.lookUp();
    }

    private synchronized void stop() {
        over = true;
        callOffDeadline.run();
    }
}
