package dev.botsentinel.policytest.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.botsentinel.access.Principal;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.policytest.GuardUnderTest;
import dev.botsentinel.policytest.RuleCoverage;
import dev.botsentinel.policytest.SentUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class PolicyExtensionTest {

    @RegisterExtension
    static final PolicyExtension POLICY = PolicyExtension.of(PolicyFile.parse("test", """
                    version: 1
                    actions: {/pay: {limits: [{name: money, permits: 1, per: 30s}], requires: {roles: [customer]}}}
                    roles: {customer: {}}
                    escalation: {violations: 1, within: 1m, block: [1m], forgetAfter: 1h}
                    """))
            .principal("42", Principal.registered("customer"))
            .bot("shop_bot");

    private GuardUnderTest before;

    @BeforeEach
    void guardOfTheTest(GuardUnderTest guard) {
        before = guard;
    }

    @Test
    void eachTestHasAGuardOfItsOwnThatIsTheSameThroughout(GuardUnderTest guard) {
        assertThat(guard).isSameAs(before);
        guard.check(SentUpdate.from(42).text("/pay@shop_bot 5")).isAllowed().hasRemaining("money", 0);
        guard.check(SentUpdate.from(42).text("/pay@other_bot 5")).isAllowed();
        guard.check(SentUpdate.from(7).text("/pay 5")).isDenied(Reason.FORBIDDEN);
        guard.events().assertNone(SecurityEvent.Blocked.class);
    }

    @Test
    void itsStateIsEmptyAndItsClockIsTheTests(GuardUnderTest guard) {
        guard.check(SentUpdate.from(42).text("/pay 5")).isAllowed();
        guard.check(SentUpdate.from(42).text("/pay 5"))
                .isDenied(Reason.RATE_LIMITED)
                .byRule("money");
        guard.events().assertOne(SecurityEvent.RateLimited.class);
        guard.time().advance(Duration.ofMinutes(1));
        guard.check(SentUpdate.from(42).text("/pay 5")).isAllowed();
    }

    @AfterAll
    static void rulesThatDecidedAreKnown() {
        assertThat(POLICY.coverage().count(RuleCoverage.Kind.ENTRY, "/pay")).isPositive();
    }

    @Test
    void aFilesTestsAreTestsAndFailWithTheirPlace(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("policy.yml"), "version: 1\n");
        Path file = Files.writeString(directory.resolve("a.test.yml"), """
                given: {policy: policy.yml}
                tests:
                  - {test: passes, steps: [{when: {user: 1}, then: {decision: allowed}}]}
                  - {test: fails, steps: [{when: {user: 1}, then: {decision: denied}}]}
                """);
        List<DynamicTest> tests = PolicyExtension.tests(file).toList();
        assertThat(tests).extracting(DynamicTest::getDisplayName).containsExactly("passes", "fails");
        assertThat(failure(tests.get(0))).isEmpty();
        assertThat(failure(tests.get(1))).startsWith(file + ":4:27: expected decision denied, but it is allowed");
    }

    private static String failure(DynamicTest test) {
        try {
            test.getExecutable().execute();
            return "";
        } catch (Throwable e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void aTestWithoutTheExtensionGetsNoGuard() {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(Unregistered.class))
                                .build(),
                        listener);
        assertThat(listener.getSummary().getFailures()).hasSize(1);
    }

    /** Not run by itself: its parameter is nobody's. */
    static final class Unregistered {

        @Test
        void asks(GuardUnderTest guard) {
            assertThat(guard).isNotNull();
        }
    }
}
