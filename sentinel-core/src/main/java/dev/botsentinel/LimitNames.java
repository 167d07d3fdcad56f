package dev.botsentinel;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.DidYouMean;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Budget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds a policy's limits by what decisions call them. Costs a walk over the policy; administrators are rare. */
record LimitNames(PolicySet policy) {

    /** All limits, each in effect as for an update with the owner's ids. */
    List<AppliedLimit> inEffectFor(Owner owner) {
        checkId(owner.subject());
        checkId(owner.chat());
        return policy.limits().stream()
                .map(limit -> limit.inEffect(owner.subject() != null, owner.chat() != null))
                .toList();
    }

    /**
     * The budget of which an update with the owner's ids would be charged.
     *
     * @throws IllegalArgumentException if no limit, or more than one, is called so
     */
    Budget budget(Owner owner, String rule) {
        List<AppliedLimit> limits = inEffectFor(owner);
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
        return new Budget(Owner.of(limit.scope(), owner.subject(), owner.chat()), limit);
    }

    private static void checkId(@Nullable String id) {
        if (id != null && (id.isEmpty() || id.length() > Subject.MAX_ID_LENGTH)) {
            throw new IllegalArgumentException("the id of a subject or chat has 1 to " + Subject.MAX_ID_LENGTH
                    + " characters, this one has " + id.length() + "; use the platform's own id");
        }
    }
}
