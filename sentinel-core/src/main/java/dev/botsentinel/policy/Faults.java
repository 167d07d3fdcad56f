package dev.botsentinel.policy;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with one part of a policy, so that all of it is told at once. */
final class Faults {

    private final List<PolicyProblem> problems = new ArrayList<>();

    void add(String key, String message) {
        problems.add(new PolicyProblem(List.of(key), message));
    }

    void addIf(boolean wrong, String key, String message) {
        if (wrong) {
            add(key, message);
        }
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
    }
}
