package dev.botsentinel.guard;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.request.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Has the storage take the permits. The steps of an entry depend only on which ids an update has, so all four cases are
 * compiled beforehand.
 */
final class LimitLink implements Link {

    private static final int CASES = 4;

    private final Step[][] steps = new Step[CASES][];

    LimitLink(List<AppliedLimit> limits) {
        for (int ids = 0; ids < CASES; ids++) {
            steps[ids] = compile(limits, (ids & 1) != 0, (ids & 2) != 0);
        }
    }

    private static Step[] compile(List<AppliedLimit> limits, boolean hasSubject, boolean hasChat) {
        List<Step> steps = new ArrayList<>();
        Set<List<Object>> charged = new HashSet<>();
        for (AppliedLimit limit : limits) {
            AppliedLimit applied = limit.inEffect(hasSubject, hasChat);
            if (charged.add(List.of(applied.key(), applied.scope()))) {
                steps.add(new Step.TakePermits(applied));
            }
        }
        return steps.toArray(Step[]::new);
    }

    @Override
    public void examine(Request request, Resolution resolution, Draft draft) {
        draft.addAll(steps[(request.subject() != null ? 1 : 0) | (request.chat() != null ? 2 : 0)]);
    }
}
