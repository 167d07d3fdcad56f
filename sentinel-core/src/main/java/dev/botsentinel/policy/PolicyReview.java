package dev.botsentinel.policy;

import java.util.List;

/**
 * What of a policy can never have an effect on a platform. Immutable.
 *
 * @param errors what would leave open what it should guard: an entry with requirements that are never asked
 * @param warnings the rest
 */
public record PolicyReview(List<PolicyProblem> errors, List<PolicyProblem> warnings) {

    public PolicyReview {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }
}
