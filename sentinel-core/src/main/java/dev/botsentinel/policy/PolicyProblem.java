package dev.botsentinel.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One fault of a policy.
 *
 * @param path where: the keys from the policy's root (or from the part that was being made) to the fault, as in the
 *     policy file; places in a list are decimal numbers counted from 0, as in {@code actions, /pay, limits, 0, permits}; of
 *     an annotation, the class, the method, the annotation and its member
 * @param message what is wrong and what to do about it
 */
public record PolicyProblem(List<String> path, String message) {

    public PolicyProblem {
        path = List.copyOf(path);
    }

    /** The same problem, seen from further up. */
    public PolicyProblem under(List<String> parent) {
        List<String> whole = new ArrayList<>(parent);
        whole.addAll(path);
        return new PolicyProblem(whole, message);
    }

    @Override
    public String toString() {
        return where(path) + ": " + message;
    }

    /** The path as messages give it: {@code actions → /pay → limits}. */
    public static String where(List<String> path) {
        return path.stream().map(Quote::bare).collect(Collectors.joining(" → "));
    }
}
