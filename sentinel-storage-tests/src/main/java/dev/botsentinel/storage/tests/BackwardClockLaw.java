package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Law 7: a clock that runs backwards grants nothing. */
abstract class BackwardClockLaw extends StoreLaw {

    private static final List<RateLimit> LIMITS = List.of(
            RateLimit.slidingWindow(2, seconds(10)),
            RateLimit.tokenBucket(2, seconds(10)),
            RateLimit.fixedWindow(2, seconds(10)));

    @Test
    void aSpentBudgetStaysSpent() {
        for (RateLimit limit : LIMITS) {
            setTime(T0 + HOUR);
            PlanBuilder plan = PlanBuilder.by(limit.describe()).limit(limit);
            admitted(2, plan);
            long until = limited(plan).untilMicros();
            for (long back : new long[] {1, SECOND, 9 * SECOND, 10 * SECOND, 11 * SECOND, 59 * SECOND}) {
                setTime(T0 + HOUR - back);
                assertEquals(new Verdict.RateLimited(0, now(), until, 0, 0), ask(plan), limit::describe);
            }
            assertPassesExactlyAt(until, plan);
        }
    }

    @Test
    void whatIsLeftIsNotMoreThanBefore() {
        for (RateLimit limit : LIMITS) {
            setTime(T0 + HOUR);
            PlanBuilder plan = PlanBuilder.by(limit.describe()).limit(limit);
            admitted(plan);
            setTime(T0 + HOUR - 50 * SECOND);
            assertEquals(0, admitted(plan).remaining(0));
            limited(plan);
        }
    }

    @Test
    void aZigzagRefillsNoBucketTwice() {
        PlanBuilder plan = PlanBuilder.by("42").limit(RateLimit.tokenBucket(1, seconds(1), 5));
        admitted(5, plan);
        for (int i = 1; i <= 5; i++) {
            setTime(T0 + i * SECOND);
            admitted(plan);
            setTime(T0 + i * SECOND - 30 * SECOND);
            limited(plan);
            setTime(T0 + i * SECOND + SECOND / 2);
            limited(plan);
        }
    }

    @Test
    void aSeenValueIsNotForgottenSooner() {
        setTime(T0 + HOUR);
        PlanBuilder plan = PlanBuilder.by("42").fingerprint(1, 10 * SECOND);
        admitted(plan);
        setTime(T0 + HOUR - 30 * SECOND);
        assertEquals(new Verdict.Duplicate(0, T0 + HOUR - 30 * SECOND, T0 + HOUR + 10 * SECOND), ask(plan));
        PlanBuilder later = PlanBuilder.by("42").fingerprint(2, 10 * SECOND);
        admitted(later);
        assertEquals(T0 + HOUR + 10 * SECOND, duplicate(later).untilMicros());
    }

    @Test
    void aBlockStaysInForceAndOneThatEndedDoesNotComeBack() {
        setTime(T0 + HOUR);
        block("42", seconds(10));
        setTime(T0 + HOUR - 30 * SECOND);
        assertEquals(
                T0 + HOUR + 10 * SECOND,
                blocked(PlanBuilder.by("42").notBlocked()).untilMicros());
        setTime(T0 + HOUR + 10 * SECOND);
        PlanBuilder writing = PlanBuilder.by("42").notBlocked().limit(LIMITS.get(0));
        admitted(writing);
        setTime(T0 + HOUR + 5 * SECOND);
        admitted(writing);
    }

    @Test
    void aBlockMadeAfterTheStepBackLastsItsWholeTime() {
        setTime(T0 + HOUR);
        admitted(PlanBuilder.by("42").limit(LIMITS.get(0)));
        setTime(T0 + HOUR - 30 * SECOND);
        block("42", seconds(60));
        assertEquals(
                T0 + HOUR + 60 * SECOND,
                blocked(PlanBuilder.by("42").notBlocked()).untilMicros());
    }

    @Test
    void violationsAreNotForgotten() {
        Escalation third = Escalation.of(3, seconds(10), List.of(seconds(60)), seconds(60));
        PlanBuilder offence = PlanBuilder.by("42")
                .notBlocked()
                .limit(RateLimit.slidingWindow(0, seconds(1)))
                .onDenied(third);
        setTime(T0 + HOUR);
        limited(2, offence);
        setTime(T0 + HOUR - 30 * SECOND);
        assertEquals(T0 + HOUR + 30 * SECOND, limited(offence).blockedUntilMicros());
    }

    @Test
    void neitherDenialsNorProbesTurnAnOwnersTime() {
        PlanBuilder fixed = PlanBuilder.by("42").limit("fixed", RateLimit.fixedWindow(1, seconds(10)));
        admitted(fixed);
        setTime(T0 + 15 * SECOND);
        assertInstanceOf(Verdict.Admitted.class, ask(fixed.probe()));
        limited(fixed.limit("none", RateLimit.fixedWindow(0, seconds(1))));
        admitted(PlanBuilder.by("42").notBlocked().notShadowBlocked());
        setTime(T0 + 9 * SECOND);
        assertEquals(T0 + 10 * SECOND, limited(fixed).untilMicros());
    }

    @Test
    void eachAdmissionTurnsTheTimeOfItsOwners() {
        PlanBuilder roomy = PlanBuilder.plan("42", "-100")
                .limit("user", RateLimit.slidingWindow(9, seconds(10)))
                .limit("chat", RateLimit.slidingWindow(9, seconds(10)).scope(Scope.CHAT));
        setTime(T0 + 25 * SECOND);
        admitted(roomy);
        setTime(T0 + 5 * SECOND);
        PlanBuilder fixed = PlanBuilder.by("42").limit("fixed", RateLimit.fixedWindow(1, seconds(10)));
        admitted(fixed);
        assertEquals(T0 + 30 * SECOND, limited(fixed).untilMicros());
    }
}
