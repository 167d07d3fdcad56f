package dev.botsentinel.policytest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of tests, YAML in UTF-8: {@code given} a policy, principals and a clock, each test's steps say {@code when} which
 * updates arrive, and {@code then} what is decided. {@code docs/testing-policies.md} has all keys. Immutable.
 */
public final class PolicyTestFile {

    private final List<PolicyTest> tests;

    private PolicyTestFile(List<PolicyTest> tests) {
        this.tests = List.copyOf(tests);
    }

    /**
     * Reads a file, and the policies and principals that it names by their paths from it.
     *
     * @throws PolicyTestException with all that is wrong with them
     */
    public static PolicyTestFile read(Path file) {
        return new PolicyTestFile(new PolicyTestReader(file).read(text(file)));
    }

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new PolicyTestException(
                    List.of(file + ": can't be read as UTF-8 text; check the path: " + e.getMessage()));
        }
    }

    /** The tests in their order. */
    public List<PolicyTest> tests() {
        return tests;
    }

    /** What watches over each of the policies, by the names of their files; nothing has decided yet. */
    public Map<String, RuleCoverage> coverage() {
        Map<String, RuleCoverage> coverage = new LinkedHashMap<>();
        tests.forEach(test -> coverage.computeIfAbsent(test.policyFile(), any -> new RuleCoverage(test.policy())));
        return coverage;
    }
}
