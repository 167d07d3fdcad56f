package dev.botsentinel.redis;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The steps of a plan that one call can have.
 *
 * @param isSubjects whether the subject lives there, whose violations are counted
 * @param steps their places in the plan, in order
 */
record PlanPart(boolean isSubjects, List<Integer> steps) {

    PlanPart {
        steps = List.copyOf(steps);
    }

    PlanPart only(IntPredicate wanted) {
        return new PlanPart(isSubjects, steps.stream().filter(wanted::test).toList());
    }

    /** A plan that writes nothing. */
    Plan asking(Plan plan) {
        return new Plan(stepsOf(plan), plan.hasSubject(), plan.hasChat(), null, true);
    }

    Plan deciding(Plan plan) {
        return new Plan(stepsOf(plan), plan.hasSubject(), plan.hasChat(), isSubjects ? plan.onDenied() : null, false);
    }

    private List<Step> stepsOf(Plan plan) {
        return steps.stream().map(plan.steps()::get).toList();
    }
}
