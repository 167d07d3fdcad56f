package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Law 5: what is kept has an end, at most the longest of limit span, debounce window, violation window, and longest
 * block plus {@code forgetAfter}. Blocks for ever have none.
 */
abstract class ExpiryLaw extends StoreLaw {

    private static final Duration MOST_SLACK = Duration.ofMinutes(1);

    @Test
    void whatHasEndedChangesNoDecision() {
        Escalation ladder = Escalation.of(2, seconds(40), List.of(seconds(60), seconds(600)), seconds(120));
        RateLimit window = RateLimit.slidingWindow(1, seconds(50));
        RateLimit bucket = RateLimit.tokenBucket(1, seconds(10), 4);
        RateLimit fixed = RateLimit.fixedWindow(1, seconds(60));
        PlanBuilder plan = PlanBuilder.by("42")
                .notBlocked()
                .updateId(1, 30 * SECOND)
                .fingerprint(1, 20 * SECOND)
                .limit("window", window)
                .limit("bucket", bucket.cost(4))
                .limit("fixed", fixed)
                .onDenied(ladder);
        PlanBuilder offence = PlanBuilder.by("42")
                .notBlocked()
                .limit("none", RateLimit.fixedWindow(0, seconds(1)))
                .onDenied(ladder);
        for (int round = 0; round < 3; round++) {
            admitted(plan);
            limited(offence);
            assertEquals(now() + MINUTE, limited(offence).blockedUntilMicros());
            time.advanceMicros(MINUTE + 120 * SECOND);
        }
    }

    @Test
    void windowsLastAsLongAsTheyAre() {
        assertLasts(seconds(50), PlanBuilder.by("42").limit(RateLimit.slidingWindow(3, seconds(50))));
        assertLasts(
                seconds(50),
                PlanBuilder.in("-100")
                        .limit(RateLimit.fixedWindow(3, seconds(50)).scope(Scope.CHAT)));
    }

    @Test
    void aBucketLastsUntilItIsFull() {
        assertLasts(
                seconds(30),
                PlanBuilder.by("42")
                        .limit(RateLimit.tokenBucket(2, seconds(20), 5).cost(3)));
    }

    @Test
    void seenValuesLastForTheirWindow() {
        assertLasts(seconds(20), PlanBuilder.by("42").fingerprint(1, 20 * SECOND));
        assertLasts(seconds(600), PlanBuilder.by("42").updateId(1, 600 * SECOND));
    }

    @Test
    void violationsLastForTheirWindow() {
        Escalation escalation = Escalation.of(5, seconds(40), List.of(seconds(60)), seconds(10));
        assertLasts(seconds(40), offence().onDenied(escalation));
        assertLasts(seconds(40), offence().onDenied(escalation.shadow()));
    }

    @Test
    void aRungLastsForItsBlockAndForgetAfter() {
        Escalation escalation = Escalation.of(1, seconds(40), List.of(seconds(60)), seconds(100));
        assertLasts(seconds(160), offence().onDenied(escalation));
        assertLasts(seconds(160), offence().onDenied(escalation.shadow()));
    }

    @Test
    void aTimedBlockLastsUntilItsEnd() {
        ExpiryInspector inspector = inspector();
        block("42", seconds(90));
        assertKept(inspector, seconds(90));
        time.advance(seconds(90).plus(inspector.slack()));
        assertEquals(List.of(), inspector.entries());
    }

    @Test
    void aBlockForEverHasNoEnd() {
        ExpiryInspector inspector = inspector();
        blockForEver("42");
        admitted(PlanBuilder.by("42").fingerprint(1, SECOND));
        assertTrue(inspector.entries().stream().anyMatch(entry -> entry.remaining() == null));
        unblock("42");
        time.advance(seconds(1).plus(inspector.slack()));
        assertEquals(List.of(), inspector.entries());
    }

    @Test
    void aDenialKeepsNothingLonger() {
        ExpiryInspector inspector = inspector();
        PlanBuilder plan = PlanBuilder.by("42").limit(RateLimit.slidingWindow(1, seconds(50)));
        admitted(plan);
        time.advance(seconds(49));
        limited(plan);
        ask(plan.probe());
        assertKept(inspector, seconds(1));
    }

    private static PlanBuilder offence() {
        return PlanBuilder.by("42").notBlocked().limit(RateLimit.slidingWindow(0, seconds(1)));
    }

    private void assertLasts(Duration longest, PlanBuilder plan) {
        ExpiryInspector inspector = inspector();
        time.set(TraceMicros.instant(T0 + TraceMicros.of(longest) * 1000));
        ask(plan);
        assertKept(inspector, longest);
        time.advance(longest.plus(inspector.slack()));
        assertEquals(List.of(), inspector.entries());
    }

    private static void assertKept(ExpiryInspector inspector, Duration longest) {
        assertFalse(inspector.entries().isEmpty(), "nothing is kept");
        for (ExpiryInspector.Entry entry : inspector.entries()) {
            assertNotNull(entry.remaining(), () -> entry + " is kept for ever");
            Duration allowed = longest.plus(inspector.slack());
            assertTrue(
                    Objects.requireNonNull(entry.remaining()).compareTo(allowed) <= 0,
                    () -> entry + " is kept longer than " + allowed);
        }
    }

    private ExpiryInspector inspector() {
        assumeTrue(harness.expiry().isPresent(), "this harness has no way to look at what is kept");
        ExpiryInspector inspector = harness.expiry().orElseThrow();
        assertTrue(inspector.slack().compareTo(MOST_SLACK) <= 0, "a slack of more than a minute");
        return inspector;
    }
}
