package dev.botsentinel.policy;

import java.util.List;
import java.util.stream.Collectors;

/** A policy that means nothing or could never work; tells all that is wrong with it, not the first fault alone. */
public final class PolicyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<PolicyProblem> problems;

    /** @param problems at least one */
    public PolicyException(List<PolicyProblem> problems) {
        super(problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** A policy with one fault, at this key of the part that is being made. */
    PolicyException(String key, String message) {
        this(List.of(new PolicyProblem(List.of(key), message)));
    }

    /** What is wrong; at least one, in the order found. */
    public List<PolicyProblem> problems() {
        return problems;
    }
}
