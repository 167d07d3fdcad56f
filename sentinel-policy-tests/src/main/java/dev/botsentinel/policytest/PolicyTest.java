package dev.botsentinel.policytest;

import dev.botsentinel.access.Principal;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.telegram.BotNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One test of a file: what is given, and steps. Immutable; each run has a guard of its own. */
public final class PolicyTest {

    /**
     * What a test begins with.
     *
     * @param policyFile what the policy's file is called
     */
    record Given(
            String policyFile, PolicySet policy, Map<String, Principal> principals, BotNames names, Instant clock) {}

    private final String name;
    private final String place;
    private final Given given;
    private final List<TestStep> steps;

    PolicyTest(String name, String place, Given given, List<TestStep> steps) {
        this.name = name;
        this.place = place;
        this.given = given;
        this.steps = List.copyOf(steps);
    }

    /** What the test says, in its own words. */
    public String name() {
        return name;
    }

    /** Where it stands: {@code file:line:column}. */
    public String place() {
        return place;
    }

    /** What the file of its policy is called. */
    public String policyFile() {
        return given.policyFile;
    }

    /** The policy that it tests. */
    public PolicySet policy() {
        return given.policy;
    }

    /**
     * Runs the test up to the first step that isn't as expected.
     *
     * @param coverage told of every decision
     * @return null if all is as expected; else a line with the step's place, what was expected and what is so
     */
    public @Nullable String run(RuleCoverage coverage) {
        try (GuardUnderTest guard =
                new GuardUnderTest(given.policy, given.principals, given.names, given.clock, coverage)) {
            for (TestStep step : steps) {
                String mismatch = step.run(guard);
                if (mismatch != null) {
                    return mismatch;
                }
            }
            return null;
        }
    }
}
