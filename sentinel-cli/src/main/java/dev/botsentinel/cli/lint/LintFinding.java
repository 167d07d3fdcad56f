package dev.botsentinel.cli.lint;

import java.util.List;

/**
 * What is wrong with a policy.
 *
 * @param check which check found it
 * @param path the keys that lead to it in the file
 * @param message what is so, what that lets happen, and the mend
 */
public record LintFinding(LintCheck check, List<String> path, String message) {

    public LintFinding {
        path = List.copyOf(path);
    }

    static LintFinding of(LintCheck check, String message, String... path) {
        return new LintFinding(check, List.of(path), message);
    }
}
