package dev.botsentinel.redis;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The steps of a plan that one call can have, as plans of their own, each prepared when first needed. Thread-safe. */
final class PlanPart {

    private final PlanEvaluator evaluator;
    private final Plan plan;
    private final boolean isSubjects;
    private final List<Integer> steps;
    private volatile @Nullable PreparedRedisPlan asking;
    private volatile @Nullable PreparedRedisPlan deciding;

    /**
     * @param isSubjects whether the subject lives there, whose violations are counted
     * @param steps their places in the plan, in order
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

    List<Integer> steps() {
        return steps;
    }

    PlanPart only(IntPredicate wanted) {
        return new PlanPart(
                evaluator, plan, isSubjects, steps.stream().filter(wanted::test).toList());
    }

    /** The part as a plan that writes nothing. */
    PreparedRedisPlan asking() {
        PreparedRedisPlan known = asking;
        if (known == null) {
            known = evaluator.prepare(askingPlan());
            asking = known;
        }
        return known;
    }

    PreparedRedisPlan deciding() {
        PreparedRedisPlan known = deciding;
        if (known == null) {
            known = evaluator.prepare(new Plan(
                    stepsOfPlan(), plan.hasSubject(), plan.hasChat(), isSubjects ? plan.onDenied() : null, false));
            deciding = known;
        }
        return known;
    }

    Plan askingPlan() {
        return new Plan(stepsOfPlan(), plan.hasSubject(), plan.hasChat(), null, true);
    }

    private List<Step> stepsOfPlan() {
        return steps.stream().map(plan.steps()::get).toList();
    }
}
