package dev.botsentinel.redis;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The steps of a plan whose owners share a slot, as plans of their own, prepared on first use. Thread-safe. */
final class PlanPart {

    private final PlanEvaluator evaluator;
    private final Plan plan;
    private final boolean isSubjects;
    private final List<Integer> steps;
    private volatile @Nullable PreparedRedisPlan probe;
    private volatile @Nullable PreparedRedisPlan decision;

    /**
     * @param isSubjects whether the slot is the subject's, where violations are counted
     * @param steps their indexes in the plan, in order
     */
    PlanPart(PlanEvaluator evaluator, Plan plan, boolean isSubjects, List<Integer> steps) {
        this.evaluator = evaluator;
        this.plan = plan;
        this.isSubjects = isSubjects;
        this.steps = List.copyOf(steps);
    }

    boolean isSubjects() {
        return isSubjects;
    }

    /** Whether a refusal can begin a lockout. */
    boolean locksOut() {
        return planSteps().stream().map(StepTraits::of).anyMatch(StepTraits::locksOut);
    }

    List<Integer> steps() {
        return steps;
    }

    /** The part with only some of its steps. */
    PlanPart only(IntPredicate wanted) {
        return new PlanPart(
                evaluator, plan, isSubjects, steps.stream().filter(wanted::test).toList());
    }

    /** The part as a plan that writes nothing. */
    PreparedRedisPlan probe() {
        PreparedRedisPlan prepared = probe;
        if (prepared == null) {
            prepared = evaluator.prepare(probePlan(), plan);
            probe = prepared;
        }
        return prepared;
    }

    /** The part as a plan that decides and writes. */
    PreparedRedisPlan decision() {
        PreparedRedisPlan prepared = decision;
        if (prepared == null) {
            prepared = evaluator.prepare(
                    new Plan(planSteps(), plan.ids(), isSubjects ? plan.onDenied() : null, false), plan);
            decision = prepared;
        }
        return prepared;
    }

    /** The plan behind {@link #probe}. */
    Plan probePlan() {
        return new Plan(planSteps(), plan.ids(), null, true);
    }

    private List<Step> planSteps() {
        return steps.stream().map(plan.steps()::get).toList();
    }
}
