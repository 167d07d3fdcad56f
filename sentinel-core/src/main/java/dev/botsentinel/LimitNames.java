package dev.botsentinel;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.DidYouMean;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.store.Budget;
import java.util.ArrayList;
import java.util.List;

/** Finds a policy's limits by what decisions call them. Costs a walk over the policy; administrators are rare. */
record LimitNames(PolicySet policy) {

    /** All limits, each in effect as for an update with these ids. */
    List<AppliedLimit> inEffectFor(Facts ids) {
        return policy.limits().stream().map(limit -> limit.inEffect(ids.ids())).toList();
    }

    /**
     * The budget of which an update with these ids would be charged.
     *
     * @throws IllegalArgumentException if no limit, or more than one, is called so
     */
    Budget budget(Facts ids, String rule) {
        List<AppliedLimit> limits = inEffectFor(ids);
        List<AppliedLimit> found = new ArrayList<>(limits);
        found.removeIf(limit -> !limit.id().equals(rule));
        if (found.isEmpty()) {
            List<String> names =
                    limits.stream().map(AppliedLimit::id).distinct().toList();
            throw new IllegalArgumentException(
                    "the policy has no limit " + Quote.of(rule) + "; " + DidYouMean.hint(rule, names));
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException("the policy has " + found.size() + " limits that are called "
                    + Quote.of(rule) + "; give one of them a name");
        }
        AppliedLimit limit = found.get(0);
        return new Budget(ids.owner(limit.scope()), limit);
    }
}
