package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.PeerNews;
import dev.botsentinel.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One plan and facts put to the remote; settled once, by the answer or by the deadline. It is the stage of the verdict, takes
 * the remote's answer ({@link #accept}) and is what a timer runs ({@link #run}), all in one object.
 */
final class RemoteCall extends CompletableFuture<Verdict> implements BiConsumer<Verdict, Throwable>, Runnable {

    private static final AtomicIntegerFieldUpdater<RemoteCall> SETTLED =
            AtomicIntegerFieldUpdater.newUpdater(RemoteCall.class, "settled");

    /** Its place among the calls in flight. */
    int slot;

    /** Whether a round of {@link InFlight} has met it; only the timer's thread asks. */
    boolean met;

    private final ResilientPlan plan;
    private final ResilientStore store;
    private final Facts facts;
    private final KnownBlocks.Asked asked;
    private final long deadlineNanos;
    private long ticket;
    private volatile int settled;
    private volatile @Nullable Runnable callOffDeadline;

    RemoteCall(ResilientPlan plan, Facts facts) {
        this.plan = plan;
        this.store = plan.store;
        this.facts = facts;
        this.asked = store.known.asking();
        this.deadlineNanos = System.nanoTime() + store.deadlineNanos;
    }

    /** @param ticket the breaker's */
    Answer start(long ticket) {
        this.ticket = ticket;
        try {
            Answer answer = plan.remote.evaluate(facts, deadlineNanos);
            if (answer instanceof Verdict verdict) {
                answered(verdict);
            } else {
                await(answer.toStage().toCompletableFuture());
            }
        } catch (Throwable failure) {
            failed(failure);
        }
        return isDone() && !isCompletedExceptionally() ? join() : new Pending(this);
    }

    private void await(CompletableFuture<Verdict> answer) {
        if (!answer.isDone()) {
            if (store.remoteKeepsDeadlines) {
                store.inFlight.watch();
            } else {
                setDeadline(store.deadlineNanos);
            }
        }
        CompletableFuture<Verdict> unused = answer.whenComplete(this);
    }

    private void setDeadline(long nanos) {
        callOffDeadline = store.timer.after(nanos, this);
    }

    /** The remote's answer, in time or not. */
    @Override
    public void accept(@Nullable Verdict verdict, @Nullable Throwable failure) {
        if (verdict == null) {
            failed(failure == null ? new StoreException("the storage answered null") : Stages.cause(failure));
        } else {
            answered(verdict);
        }
    }

    /** What an answer says of a block is learned also if it came too late. */
    private void answered(Verdict verdict) {
        PeerNews peerNews = store.peerNews();
        if (peerNews != null && store.known.isContradictedBy(asked, plan.blockCheck, facts, verdict)) {
            confirm(peerNews, verdict);
        } else {
            believe(verdict);
        }
    }

    /** Blocks end because they were lifted, and not because the storage has forgotten them. */
    private void confirm(PeerNews peerNews, Verdict verdict) {
        try {
            if (callOffDeadline == null) {
                setDeadline(Math.max(0, deadlineNanos - System.nanoTime())); // nobody else watches the confirmation
            }
            CompletionStage<?> confirmed = CompletableFuture.completedFuture(null);
            for (String id : store.known.contradicted(asked, plan.blockCheck, facts, verdict)) {
                confirmed = confirmed.thenCompose(before -> peerNews.confirm(id));
            }
            CompletionStage<?> unused = confirmed.whenComplete((done, failure) -> {
                if (failure == null) {
                    believe(verdict);
                } else {
                    failed(Stages.cause(failure));
                }
            });
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    private void believe(Verdict verdict) {
        KnownBlocks known = store.known;
        known.learn(asked, plan.blockCheck, facts, verdict);
        boolean blocked =
                !KnownBlocks.ledToBlock(verdict) && known.isContradictedBy(asked, plan.blockCheck, facts, verdict);
        Verdict standing = blocked ? known.answerWithoutStorage(plan.blockCheck, facts) : null;
        if (settle()) {
            store.succeeded(ticket);
            complete(standing == null ? verdict : standing);
        }
    }

    /** The deadline is over. */
    @Override
    public void run() {
        failed(new StoreException(
                "the storage gave no answer within " + TimeUnit.NANOSECONDS.toMillis(store.deadlineNanos) + " ms"));
    }

    private void failed(Throwable failure) {
        if (!settle()) {
            return;
        }
        store.failed(ticket, failure);
        Answer answer = plan.evaluateWithoutRemote(facts, failure);
        if (answer instanceof Verdict verdict) {
            complete(verdict);
            return;
        }
        CompletionStage<Verdict> unused = answer.toStage().whenComplete((verdict, localFailure) -> {
            if (localFailure == null) {
                complete(verdict);
            } else {
                completeExceptionally(Stages.cause(localFailure));
            }
        });
    }

    private boolean settle() {
        if (settled != 0 || !SETTLED.compareAndSet(this, 0, 1)) {
            return false;
        }
        store.inFlight.leave(this);
        Runnable callOff = callOffDeadline;
        if (callOff != null) {
            callOff.run();
        }
        return true;
    }
}
