package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.PeerNews;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.store.WritesRefusedException;
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
    private final Breaker[] breakers;

    /** Of the first breaker; most calls have no other. */
    private long ticket;

    private long @Nullable [] otherTickets;
    private volatile int settled;
    private volatile @Nullable Runnable callOffDeadline;

    /** @param breakers of the nodes that it needs */
    RemoteCall(ResilientPlan plan, Facts facts, Breaker[] breakers) {
        this.breakers = breakers;
        this.plan = plan;
        this.store = plan.store;
        this.facts = facts;
        this.asked = store.known.asking();
        this.deadlineNanos = System.nanoTime() + store.deadlineNanos;
    }

    /** Whether all breakers let it pass. */
    boolean passes() {
        if (breakers.length == 1) {
            ticket = breakers[0].pass();
            return ticket != Breaker.REFUSED;
        }
        if (!NodeBreakers.wouldPass(breakers)) {
            return false; // before a probe is taken that leads to nothing
        }
        ticket = breakers[0].pass();
        long[] others = new long[breakers.length];
        boolean all = ticket != Breaker.REFUSED;
        for (int i = 1; i < others.length && all; i++) {
            others[i] = breakers[i].pass();
            all = others[i] != Breaker.REFUSED;
        }
        otherTickets = others;
        return all;
    }

    Answer start() {
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
            count(verdict);
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
        count(failure);
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

    private long ticket(int breaker) {
        long[] others = otherTickets;
        return breaker == 0 || others == null ? ticket : others[breaker];
    }

    /** For all breakers, but for those of writes only if something was written. */
    private void count(Verdict verdict) {
        for (int i = 0; i < breakers.length; i++) {
            if (breakers[i].isForWrites && !plan.writes.areProvenBy(verdict)) {
                breakers[i].provedNothing(ticket(i));
            } else {
                store.breakers.succeeded(breakers[i], ticket(i));
            }
        }
    }

    /** Against the node that the failure names; against all that the call needs, if it names none. */
    private void count(Throwable failure) {
        String node = failure instanceof StoreException known && breakers[0].node != null ? known.node() : null;
        boolean isAmongThem = false;
        for (int i = 0; i < breakers.length; i++) {
            if (node == null || node.equals(breakers[i].node)) {
                isAmongThem = true;
                count(failure, breakers[i], ticket(i));
            } else {
                breakers[i].provedNothing(ticket(i));
            }
        }
        if (!isAmongThem && node != null) {
            store.breakers.failedElsewhere(node, failure);
        }
    }

    private void count(Throwable failure, Breaker breaker, long ticket) {
        if (breaker.isForWrites == failure instanceof WritesRefusedException) {
            store.breakers.failed(breaker, ticket, failure);
        } else if (breaker.isForWrites) {
            breaker.provedNothing(ticket);
        } else {
            store.breakers.succeeded(breaker, ticket); // it has answered
        }
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
