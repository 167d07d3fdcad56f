package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.store.Budget;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Law 4, lockouts: a limit's first refusal makes it refuse for a while. */
abstract class LockoutLaw extends StoreLaw {

    private static final List<RateLimit> LIMITS = List.of(
            RateLimit.slidingWindow(2, seconds(10)),
            RateLimit.tokenBucket(2, seconds(10)),
            RateLimit.fixedWindow(2, seconds(10)));

    @Test
    void theFirstRefusalBeginsItAndFurtherTriesNeitherProlongItNorBeginAnother() {
        for (RateLimit limit : LIMITS) {
            setTime(T0);
            PlanBuilder plan = PlanBuilder.by(limit.describe()).limit(limit.lockout(seconds(60)));
            admitted(2, plan);
            time.advanceMicros(SECOND);
            long end = T0 + 61 * SECOND;
            assertEquals(new Verdict.RateLimited(0, now(), end, 0, 0), ask(plan), limit::describe);
            for (int i = 0; i < 5; i++) {
                time.advanceMicros(11 * SECOND);
                assertEquals(new Verdict.RateLimited(0, now(), end, 0, 0), ask(plan), limit::describe);
            }
            assertPassesExactlyAt(end, plan);
        }
    }

    @Test
    void aLongerWaitOfTheLimitsOwnCounts() {
        for (RateLimit limit : LIMITS) {
            setTime(T0);
            PlanBuilder plan = PlanBuilder.by(limit.describe()).limit(limit.lockout(seconds(1)));
            admitted(2, plan);
            long own = limited(PlanBuilder.by(limit.describe()).limit(limit)).untilMicros();
            assertEquals(own, limited(plan).untilMicros(), limit::describe);
            assertPassesExactlyAt(own, plan);
        }
    }

    @Test
    void nothingRemainsOnceItHasBegun() {
        RateLimit limit = RateLimit.slidingWindow(5, seconds(10)).lockout(seconds(60));
        admitted(4, PlanBuilder.by("42").limit(limit));
        assertEquals(0, limited(PlanBuilder.by("42").limit(limit.cost(2))).remaining());
        assertEquals(0, limited(PlanBuilder.by("42").limit(limit)).remaining());
        setTime(T0 + 60 * SECOND);
        assertEquals(4, admitted(PlanBuilder.by("42").limit(limit)).remaining(0));
    }

    @Test
    void everyRefusingLimitOfADenialBeginsIts() {
        PlanBuilder both = PlanBuilder.by("42")
                .limit("a", LIMITS.get(0).lockout(seconds(60)))
                .limit("b", LIMITS.get(0).lockout(seconds(90)))
                .limit("c", RateLimit.slidingWindow(9, seconds(10)).lockout(seconds(600)));
        admitted(2, both);
        assertEquals(new Verdict.RateLimited(1, T0, T0 + 90 * SECOND, 0, 0), ask(both));
        time.advanceMicros(20 * SECOND);
        assertEquals(
                T0 + 60 * SECOND,
                limited(PlanBuilder.by("42").limit("a", LIMITS.get(0))).untilMicros());
        admitted(PlanBuilder.by("42").limit("c", RateLimit.slidingWindow(9, seconds(10))));
        assertPassesExactlyAt(T0 + 90 * SECOND, both);
    }

    @Test
    void itIsOfThisOwnerAlone() {
        PlanBuilder plan = PlanBuilder.by("42").limit(LIMITS.get(0).lockout(seconds(60)));
        admitted(2, plan);
        limited(plan);
        admitted(2, PlanBuilder.by("43").limit(LIMITS.get(0).lockout(seconds(60))));
        RateLimit ofChat = LIMITS.get(0).scope(Scope.CHAT).lockout(seconds(60));
        admitted(2, PlanBuilder.plan("42", "-100").limit("chat", ofChat));
        limited(PlanBuilder.plan("42", "-100").limit("chat", ofChat));
        time.advanceMicros(20 * SECOND);
        limited(PlanBuilder.plan("44", "-100").limit("chat", ofChat));
        admitted(PlanBuilder.plan("44", "-101").limit("chat", ofChat));
    }

    @Test
    void limitsOfSeveralOwnersBeginTheirs() {
        PlanBuilder plan = PlanBuilder.plan("42", "-100")
                .limit("user", LIMITS.get(0).lockout(seconds(60)))
                .limit("chat", LIMITS.get(0).scope(Scope.CHAT).lockout(seconds(90)));
        admitted(2, plan);
        assertEquals(new Verdict.RateLimited(1, T0, T0 + 90 * SECOND, 0, 0), ask(plan));
        time.advanceMicros(20 * SECOND);
        limited(PlanBuilder.by("42").limit("user", LIMITS.get(0)));
        limited(PlanBuilder.in("-100").limit("chat", LIMITS.get(0).scope(Scope.CHAT)));
        assertPassesExactlyAt(T0 + 90 * SECOND, plan);
    }

    @Test
    void aShadowLimitBeginsItsWhenItIsExamined() {
        RateLimit shadow = LIMITS.get(0).lockout(seconds(60)).shadow();
        PlanBuilder plan = PlanBuilder.by("42").limit(shadow);
        admitted(2, plan);
        assertShadowRefused(true, admitted(plan), 0);
        setTime(T0 + 60 * SECOND - 1);
        assertShadowRefused(true, admitted(plan), 0);
        setTime(T0 + 60 * SECOND);
        assertShadowRefused(false, admitted(plan), 0);
    }

    @Test
    void aShadowLimitOfADeniedUpdateBeginsNone() {
        RateLimit shadow = LIMITS.get(0).lockout(seconds(60)).shadow();
        admitted(2, PlanBuilder.by("42").limit(shadow));
        limited(PlanBuilder.by("42").limit(shadow).limit("none", RateLimit.slidingWindow(0, seconds(1))));
        setTime(T0 + 10 * SECOND);
        assertShadowRefused(false, admitted(PlanBuilder.by("42").limit(shadow)), 0);
    }

    @Test
    void aDuplicateBeginsNone() {
        PlanBuilder plan = PlanBuilder.by("42")
                .fingerprint(7, MINUTE)
                .limit(RateLimit.slidingWindow(1, seconds(10)).lockout(seconds(600)));
        admitted(plan);
        duplicate(plan);
        setTime(T0 + MINUTE);
        admitted(plan);
    }

    @Test
    void aProbeBeginsNone() {
        PlanBuilder plan = PlanBuilder.by("42").limit(LIMITS.get(0).lockout(seconds(60)));
        admitted(2, plan);
        assertEquals(new Verdict.RateLimited(0, T0, T0 + 60 * SECOND, 0, 0), ask(plan.probe()));
        setTime(T0 + 10 * SECOND);
        admitted(plan);
    }

    @Test
    void triesWhileLockedOutAreViolations() {
        Escalation third = Escalation.of(3, seconds(600), List.of(seconds(3600)), seconds(3600));
        PlanBuilder plan = PlanBuilder.by("42")
                .notBlocked()
                .limit(LIMITS.get(0).lockout(seconds(60)))
                .onDenied(third);
        admitted(2, plan);
        limited(2, plan);
        assertEquals(T0 + 3600 * SECOND, limited(plan).blockedUntilMicros());
        blocked(plan);
    }

    @Test
    void resettingTheBudgetEndsIt() {
        RateLimit limit = LIMITS.get(0).lockout(seconds(60));
        PlanBuilder plan = PlanBuilder.by("42").limit(limit);
        admitted(2, plan);
        limited(plan);
        AppliedLimit applied = ((Step.TakePermits) plan.steps().get(0)).applied();
        await(store.admin().reset(new Budget(Owner.user("42"), applied)).thenApply(done -> true));
        admitted(2, plan);
    }

    @Test
    void itOutlivesTheLimitsLockout() {
        admitted(2, PlanBuilder.by("42").limit(LIMITS.get(0).lockout(seconds(60))));
        limited(PlanBuilder.by("42").limit(LIMITS.get(0).lockout(seconds(60))));
        time.advanceMicros(20 * SECOND);
        assertEquals(
                T0 + 60 * SECOND,
                limited(PlanBuilder.by("42").limit(LIMITS.get(0))).untilMicros());
    }
}
