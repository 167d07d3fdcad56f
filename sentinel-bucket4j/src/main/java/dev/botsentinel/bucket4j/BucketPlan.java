package dev.botsentinel.bucket4j;

import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.store.PreparedPlan;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A plan some of whose limits live in Bucket4j, prepared on the storage with {@link StandIn}s in their places. Thread-safe.
 */
final class BucketPlan implements PreparedPlan {

    final Plan plan;
    final List<BucketStep> enforced;
    final List<BucketStep> shadow;
    final Executor executor;
    final InstantSource time;
    final FailureCounts failures;

    /** What is asked if all buckets pass. */
    final PreparedPlan passing;

    /** Asks for the waits of the storage's own limits and of cooldowns; writes nothing. */
    final PreparedPlan waits;

    private final int[] waitingSteps;
    private final Function<Plan, PreparedPlan> preparer;
    /** What is asked if some buckets refuse, by the places of those: as many as there are sets of buckets at most. */
    private final ConcurrentMap<BitSet, PreparedPlan> refusing = new ConcurrentHashMap<>();

    BucketPlan(
            Plan plan,
            List<BucketStep> buckets,
            Function<Plan, PreparedPlan> preparer,
            Executor executor,
            InstantSource time,
            FailureCounts failures) {
        this.plan = plan;
        this.enforced = buckets.stream().filter(step -> !step.isShadow()).toList();
        this.shadow = buckets.stream().filter(BucketStep::isShadow).toList();
        this.preparer = preparer;
        this.executor = executor;
        this.time = time;
        this.failures = failures;
        List<Step> steps = stoodIn(new BitSet());
        this.passing = preparer.apply(with(steps, plan.probe()));
        this.waitingSteps = limitsOf(steps);
        List<Step> limits = new ArrayList<>();
        for (int step : waitingSteps) {
            limits.add(steps.get(step));
        }
        this.waits = preparer.apply(new Plan(limits, plan.ids(), null, true));
    }

    private static int[] limitsOf(List<Step> steps) {
        List<Integer> limits = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Step.TakePermits && steps.get(i).mode() == Mode.ENFORCE) {
                limits.add(i);
            }
        }
        return limits.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The place in this plan of a step of {@link #waits}. */
    int waitingStep(int step) {
        return waitingSteps[step];
    }

    /** What is asked if the buckets at these places refuse; the set must not be changed afterwards. */
    PreparedPlan refusing(BitSet refused) {
        return refusing.computeIfAbsent(refused, places -> preparer.apply(with(stoodIn(places), plan.probe())));
    }

    private List<Step> stoodIn(BitSet refused) {
        List<Step> steps = new ArrayList<>(plan.steps());
        for (List<BucketStep> some : List.of(enforced, shadow)) {
            for (BucketStep bucket : some) {
                steps.set(
                        bucket.index(),
                        new Step.TakePermits(
                                refused.get(bucket.index())
                                        ? StandIn.refusing(bucket.limit())
                                        : StandIn.passing(bucket.limit())));
            }
        }
        return steps;
    }

    private Plan with(List<Step> steps, boolean probe) {
        return new Plan(steps, plan.ids(), plan.onDenied(), probe);
    }

    @Override
    public Answer evaluate(Facts facts) {
        return answer(new BucketDecision(this, facts, null));
    }

    @Override
    public Answer evaluate(Facts facts, long deadlineNanos) {
        return answer(new BucketDecision(this, facts, deadlineNanos));
    }

    @Override
    public List<String> nodes(Facts facts) {
        return passing.nodes(facts);
    }

    private static Answer answer(BucketDecision decision) {
        CompletableFuture<Verdict> verdict;
        try {
            verdict = decision.decide();
        } catch (Throwable failure) {
            return Pending.failed(Stages.cause(failure));
        }
        return verdict.isDone() && !verdict.isCompletedExceptionally() ? verdict.join() : new Pending(verdict);
    }

    /** A deadline is a reading of {@link System#nanoTime}; null for none. */
    static boolean isOver(@Nullable Long deadlineNanos) {
        return deadlineNanos != null && System.nanoTime() - deadlineNanos >= 0;
    }
}
