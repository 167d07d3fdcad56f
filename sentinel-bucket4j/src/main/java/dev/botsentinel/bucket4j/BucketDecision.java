package dev.botsentinel.bucket4j;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.plan.Verdict.Admitted;
import dev.botsentinel.plan.Verdict.AdmittedBuilder;
import dev.botsentinel.plan.Verdict.RateLimited;
import dev.botsentinel.plan.Verdict.Refused;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One decision on limits in Bucket4j and on a storage. Used once.
 *
 * <p><b>Order.</b> Buckets first: a storage that has committed can't take it back, a bucket can. What was taken is given back
 * before anything else is asked once a bucket refuses, the storage refuses, or something fails; what a failed take may have
 * taken is not, since to give back what was never taken would grant. A take that was given back never makes a bucket hold
 * more than without it; while it lasts, another decision may find too little and be refused. So the error is on the safe
 * side, and lasts as long as the storage's answer.
 *
 * <p><b>Waits.</b> To the storage a refusing bucket is a limit that refuses for ever. So how long the others would have one
 * wait is asked for apart, by a plan that writes nothing, and the longest is named.
 */
final class BucketDecision {

    private final BucketPlan plan;
    private final Facts facts;
    private final @Nullable Long deadlineNanos;
    private final List<BucketLook> looks = new ArrayList<>();
    private final Deque<BucketStep> taken = new ArrayDeque<>();

    BucketDecision(BucketPlan plan, Facts facts, @Nullable Long deadlineNanos) {
        this.plan = plan;
        this.facts = facts;
        this.deadlineNanos = deadlineNanos;
    }

    CompletableFuture<Verdict> decide() {
        CompletableFuture<Verdict> decided = then(take(0, false), refused -> refused ? refuse() : admit());
        if (decided.isDone() && !decided.isCompletedExceptionally()) {
            return decided;
        }
        Function<Throwable, CompletableFuture<Verdict>> onFailure =
                failure -> then(giveBack(), done -> CompletableFuture.failedFuture(Stages.cause(failure)));
        return decided.isDone()
                ? decided.exceptionallyCompose(onFailure)
                : decided.exceptionallyComposeAsync(onFailure, plan.executor);
    }

    /** Takes from each bucket in turn; once one refuses, only looks at the others, for their waits. */
    private CompletableFuture<Boolean> take(int next, boolean refused) {
        if (next == plan.enforced.size()) {
            return CompletableFuture.completedFuture(refused);
        }
        BucketStep step = plan.enforced.get(next);
        boolean takes = !refused && !plan.plan.probe();
        return then(takes ? step.buckets().take(owner(step)) : step.buckets().look(owner(step)), look -> {
            looks.add(look);
            if (takes && look.passes()) {
                taken.push(step);
            }
            return take(next + 1, refused || !look.passes());
        });
    }

    private CompletableFuture<Verdict> admit() {
        return then(ask(plan.passing), verdict -> {
            // A later part of an album spends nothing, and no bucket has a say.
            if (verdict instanceof Refused || verdict.isAlbumPart()) {
                return then(giveBack(), done -> CompletableFuture.completedFuture(verdict));
            }
            taken.clear();
            AdmittedBuilder merged = merged((Admitted) verdict);
            return then(countShadow(0, merged), done -> CompletableFuture.completedFuture((Verdict) merged.build()));
        });
    }

    private AdmittedBuilder merged(Admitted admitted) {
        AdmittedBuilder merged = new AdmittedBuilder(admitted.size());
        for (int i = 0; i < admitted.size(); i++) {
            if (admitted.shadowRefused(i)) {
                merged.shadowRefused(i);
            } else {
                merged.remaining(i, admitted.remaining(i));
            }
        }
        for (int i = 0; i < plan.enforced.size(); i++) {
            merged.remaining(plan.enforced.get(i).index(), looks.get(i).remaining());
        }
        return admitted.degraded() ? merged.degraded() : merged;
    }

    /** The decision stands by now: a shadow limit that fails is counted, and nothing else. */
    private CompletableFuture<@Nullable Void> countShadow(int next, AdmittedBuilder merged) {
        if (next == plan.shadow.size()) {
            return CompletableFuture.completedFuture(null);
        }
        BucketStep step = plan.shadow.get(next);
        if (merged.remaining(step.index()) == Admitted.SHADOW_REFUSED) { // a cooldown in shadow
            return countShadow(next + 1, merged);
        }
        Owner owner = owner(step);
        CompletableFuture<@Nullable Void> counted = (plan.plan.probe()
                        ? step.buckets().look(owner)
                        : step.buckets().take(owner))
                .handle((look, failure) -> {
                    if (look == null) {
                        plan.failures.shadowLimitFailed(step.limit().id(), Stages.cause(failure));
                        merged.remaining(step.index(), Admitted.NOTHING);
                    } else if (look.passes()) {
                        merged.remaining(step.index(), look.remaining());
                    } else {
                        merged.shadowRefused(step.index());
                    }
                    return null;
                });
        return then(counted, done -> countShadow(next + 1, merged));
    }

    private CompletableFuture<Verdict> refuse() {
        BitSet refused = new BitSet();
        for (int i = 0; i < looks.size(); i++) {
            refused.set(plan.enforced.get(i).index(), !looks.get(i).passes());
        }
        return then(
                giveBack(),
                done -> then(ask(plan.refusing(refused)), verdict -> {
                    if (verdict instanceof RateLimited limited) {
                        return longest(limited);
                    }
                    return CompletableFuture.completedFuture(
                            verdict instanceof Admitted && !verdict.isAlbumPart() ? refusedByBuckets() : verdict);
                }));
    }

    /** Of all waits the longest is named; should the storage not say its own, that of the buckets. */
    private CompletableFuture<Verdict> longest(RateLimited limited) {
        Wait ours = waitOfBuckets();
        return ask(plan.waits)
                .handle((verdict, failure) -> verdict instanceof RateLimited others
                        ? ours.orLonger(Wait.of(plan.waitingStep(others.step()), others))
                        : ours)
                .thenApply(wait -> wait.verdict(limited.nowMicros(), limited.blockedUntilMicros(), limited.degraded()));
    }

    private Wait waitOfBuckets() {
        Wait longest = null;
        for (int i = 0; i < looks.size(); i++) {
            BucketLook look = looks.get(i);
            if (!look.passes()) {
                Wait wait = new Wait(plan.enforced.get(i).index(), look.waitMicros(), look.remaining());
                longest = longest == null ? wait : longest.orLonger(wait);
            }
        }
        if (longest == null) {
            throw new IllegalStateException("no bucket has refused");
        }
        return longest;
    }

    /** The storage is down and lets limits pass; the bucket is up and doesn't. */
    private Verdict refusedByBuckets() {
        return waitOfBuckets().verdict(Micros.of(plan.time.instant()), 0, true);
    }

    /**
     * A limit that refuses.
     *
     * @param micros {@link Verdict#NEVER} if waiting doesn't help
     */
    private record Wait(int step, long micros, long remaining) {

        static Wait of(int step, RateLimited limited) {
            long micros = limited.untilMicros() == Verdict.NEVER
                    ? Verdict.NEVER
                    : limited.untilMicros() - limited.nowMicros();
            return new Wait(step, micros, limited.remaining());
        }

        /** The longer of two, the first in the plan if they are equal. */
        Wait orLonger(Wait other) {
            boolean isLonger = other.micros > micros || (other.micros == micros && other.step < step);
            return isLonger ? other : this;
        }

        Verdict verdict(long nowMicros, long blockedUntilMicros, boolean degraded) {
            long until = micros == Verdict.NEVER ? Verdict.NEVER : nowMicros + micros;
            return new RateLimited(step, nowMicros, until, remaining, blockedUntilMicros, degraded);
        }
    }

    /** Gives back what was taken, all of it even if some can't be; completes normally in any case. */
    private CompletableFuture<@Nullable Void> giveBack() {
        BucketStep step = taken.poll();
        if (step == null) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<@Nullable Void> given = step.buckets()
                .giveBack(owner(step))
                .exceptionally(failure -> {
                    plan.failures.giveBackFailed(step.limit().id(), Stages.cause(failure));
                    return null;
                });
        return then(given, done -> giveBack());
    }

    /** Not after the deadline: whoever asked has gone, and what is decided now would be spent for nothing. */
    private CompletableFuture<Verdict> ask(PreparedPlan prepared) {
        if (BucketPlan.isOver(deadlineNanos)) {
            return CompletableFuture.failedFuture(
                    new StoreException("the Bucket4j proxy manager answered after the decision's deadline"));
        }
        try {
            return (deadlineNanos == null ? prepared.evaluate(facts) : prepared.evaluate(facts, deadlineNanos))
                    .toStage()
                    .toCompletableFuture();
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private Owner owner(BucketStep step) {
        return facts.owner(step.limit().scope());
    }

    /** What is complete continues on this thread, what comes later never on a client's. */
    private <T extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> then(
            CompletableFuture<T> stage, Function<T, CompletableFuture<R>> next) {
        return then(stage, plan.executor, next);
    }

    static <T extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> then(
            CompletableFuture<T> stage, Executor executor, Function<T, CompletableFuture<R>> next) {
        return stage.isDone() ? stage.thenCompose(next) : stage.thenComposeAsync(next, executor);
    }
}
