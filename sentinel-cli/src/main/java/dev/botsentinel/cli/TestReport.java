package dev.botsentinel.cli;

import dev.botsentinel.policytest.RuleCoverage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the tests of policies came to.
 *
 * @param cases in the order in which they ran
 * @param coverage by policy file, which rules decided
 */
record TestReport(List<Case> cases, Map<String, RuleCoverage> coverage) {

    /**
     * One test.
     *
     * @param mismatch a line with the place of the step, what was expected and what is so; null if it passed
     * @param nanos how long it took
     */
    record Case(String file, String name, @Nullable String mismatch, long nanos) {}

    long failed() {
        return cases.stream().filter(test -> test.mismatch() != null).count();
    }

    /** The share of the rules that decided, of the policy with the least, in percent. */
    int leastCoverage() {
        return coverage.values().stream().mapToInt(RuleCoverage::percent).min().orElse(100);
    }
}
