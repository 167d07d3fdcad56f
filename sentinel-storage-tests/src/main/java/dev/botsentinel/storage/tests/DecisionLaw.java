package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Law 4: any trace gives the same decisions on every storage: the rules of one plan, and random traces. */
abstract class DecisionLaw extends StoreLaw {

    private static final RateLimit ONE = RateLimit.slidingWindow(1, seconds(10));

    @Test
    void randomTracesGetTheReferencesAnswers() {
        for (long seed = 1; seed <= 3; seed++) {
            Differential.of(seed, 1500).run(ReferenceHarness::new, factory()).assertSame();
        }
    }

    @Test
    void anEmptyPlanIsAdmitted() {
        assertEquals(new Verdict.AdmittedBuilder(0).build(), ask(PlanBuilder.plan(null, null)));
    }

    @Test
    void admissionsTellWhatEachLimitHasLeft() {
        PlanBuilder plan = PlanBuilder.plan("42", "-100")
                .notBlocked()
                .fingerprint(1, 1)
                .limit("sliding", RateLimit.slidingWindow(5, seconds(10)).cost(2))
                .limit("bucket", RateLimit.tokenBucket(5, seconds(10), 8).scope(Scope.CHAT))
                .limit("fixed", RateLimit.fixedWindow(9, seconds(10)).cost(3).scope(Scope.GLOBAL));
        assertEquals(verdict(-1, -1, 3, 7, 6), ask(plan));
        time.advanceMicros(1);
        assertEquals(verdict(-1, -1, 1, 6, 3), ask(plan));
    }

    @Test
    void aBucketTellsWholePermitsOnly() {
        PlanBuilder plan = PlanBuilder.by("42").limit(RateLimit.tokenBucket(1, seconds(1), 3));
        assertEquals(verdict(2), ask(plan));
        time.advanceMicros(SECOND - 1);
        assertEquals(verdict(1), ask(plan));
        time.advanceMicros(1);
        assertEquals(verdict(1), ask(plan));
        assertEquals(verdict(0), ask(plan));
        time.advanceMicros(SECOND / 2);
        assertEquals(0, limited(plan).remaining());
    }

    @Test
    void aDenialTellsWhatTheNamedLimitHasLeft() {
        admitted(PlanBuilder.by("42").limit("window", RateLimit.slidingWindow(5, seconds(10))));
        admitted(PlanBuilder.by("42").limit("bucket", RateLimit.tokenBucket(5, seconds(10))));
        admitted(PlanBuilder.by("42").limit("fixed", RateLimit.fixedWindow(5, seconds(10))));
        PlanBuilder by = PlanBuilder.by("42");
        RateLimit window = RateLimit.slidingWindow(5, seconds(10)).cost(5);
        assertEquals(4, limited(by.limit("window", window)).remaining());
        RateLimit bucket = RateLimit.tokenBucket(5, seconds(10)).cost(5);
        assertEquals(4, limited(by.limit("bucket", bucket)).remaining());
        RateLimit fixed = RateLimit.fixedWindow(5, seconds(10)).cost(5);
        assertEquals(4, limited(by.limit("fixed", fixed)).remaining());
    }

    @Test
    void theWindowsAreHalfOpen() {
        PlanBuilder sliding = PlanBuilder.by("42").limit("sliding", RateLimit.slidingWindow(2, seconds(10)));
        admitted(sliding);
        setTime(T0 + 10 * SECOND - 1);
        admitted(sliding);
        limited(sliding);
        setTime(T0 + 10 * SECOND);
        admitted(sliding);
        assertEquals(T0 + 20 * SECOND - 1, limited(sliding).untilMicros());
    }

    @Test
    void fixedWindowsAreAlignedToTheEpoch() {
        PlanBuilder plan = PlanBuilder.by("42").limit(RateLimit.fixedWindow(2, seconds(7)));
        long edge = Math.floorDiv(T0, 7 * SECOND) * 7 * SECOND + 7 * SECOND;
        setTime(edge - 1);
        admitted(2, plan);
        assertEquals(edge, limited(plan).untilMicros());
        setTime(edge);
        admitted(2, plan);
        assertEquals(edge + 7 * SECOND, limited(plan).untilMicros());
    }

    @Test
    void theFirstRefusingStepGivesTheKindOfRefusal() {
        block("42", seconds(60));
        PlanBuilder by = PlanBuilder.by("42");
        admitted(by.fingerprint(1, MINUTE).limit("full", ONE));
        assertEquals(
                new Verdict.Blocked(0, T0, T0 + MINUTE, BlockSource.MANUAL),
                ask(by.notBlocked().fingerprint(1, MINUTE).limit("full", ONE)));
        assertEquals(
                new Verdict.Duplicate(0, T0, T0 + MINUTE),
                ask(by.fingerprint(1, MINUTE).limit("full", ONE).notBlocked()));
        assertEquals(
                new Verdict.RateLimited(0, T0, T0 + 10 * SECOND, 0, 0),
                ask(by.limit("full", ONE).fingerprint(1, MINUTE).notBlocked()));
        assertEquals(
                new Verdict.Duplicate(1, T0, T0 + MINUTE),
                ask(by.limit("roomy", ONE).fingerprint(1, MINUTE).limit("full", ONE)));
    }

    @Test
    void limitsBehindAnotherRefusalCountAmongTheRefusingOnes() {
        RateLimit longer = RateLimit.slidingWindow(1, seconds(20));
        admitted(PlanBuilder.by("42").fingerprint(1, MINUTE).limit("a", ONE).limit("b", longer));
        Verdict.RateLimited denied = limited(
                PlanBuilder.by("42").limit("a", ONE).fingerprint(1, MINUTE).limit("b", longer));
        assertEquals(2, denied.step());
    }

    @Test
    void oneLimitIsOneBudgetWhateverItCosts() {
        RateLimit limit = RateLimit.slidingWindow(5, seconds(10));
        admitted(PlanBuilder.by("42").limit("shared", limit.cost(3)));
        admitted(PlanBuilder.by("42").limit("shared", limit.cost(2)));
        limited(PlanBuilder.by("42").limit("shared", limit));
    }

    @Test
    void aScopeThatFellBackIsTheOtherScopesOwner() {
        RateLimit member = RateLimit.slidingWindow(2, seconds(10)).scope(Scope.MEMBER);
        admitted(2, PlanBuilder.plan("42", null).limit("m", member));
        limited(PlanBuilder.plan("42", null).limit("m", member));
        admitted(PlanBuilder.plan("42", "-100").limit("m", member));
        admitted(2, PlanBuilder.plan(null, "-100").limit("m", member));
        limited(PlanBuilder.plan(null, "-100").limit("m", member));
        admitted(2, PlanBuilder.plan(null, null).limit("m", member));
        limited(PlanBuilder.plan(null, null).limit("m", member));
    }

    @Test
    void aTopicBelongsToItsChatAndASpaceMemberToItsSpace() {
        RateLimit one = RateLimit.slidingWindow(1, seconds(10));
        for (Scope scope : List.of(Scope.TOPIC, Scope.SPACE_MEMBER)) {
            RateLimit limit = one.scope(scope);
            admitted(PlanBuilder.plan(Facts.of("42", "-100", "7", "9")).limit("own", limit));
            limited(PlanBuilder.plan(Facts.of("42", "-100", "7", "9")).limit("own", limit));
            admitted(PlanBuilder.plan(Facts.of("43", "-200", "7", "9")).limit("own", limit));
            admitted(PlanBuilder.plan(Facts.of("42", "-300", "7", "8")).limit("own", limit));
        }
    }

    @Test
    void theNewestScopesFallBackToTheOwnersThatAreLeft() {
        RateLimit one = RateLimit.slidingWindow(1, seconds(10));
        for (Scope scope : List.of(Scope.TOPIC, Scope.SPACE, Scope.SPACE_MEMBER)) {
            String name = scope.label();
            RateLimit limit = one.scope(scope);
            Scope first = scope == Scope.SPACE_MEMBER ? Scope.USER : Scope.CHAT;
            admitted(PlanBuilder.plan("42", "-100").limit(name, limit));
            limited(PlanBuilder.plan("42", "-100").limit(name, one.scope(first)));
            admitted(PlanBuilder.plan("43", null).limit(name, limit));
            limited(PlanBuilder.plan("43", null).limit(name, one.scope(Scope.USER)));
            admitted(PlanBuilder.plan(null, "-200").limit(name, limit));
            limited(PlanBuilder.plan(null, "-200").limit(name, one.scope(Scope.CHAT)));
            admitted(PlanBuilder.plan(null, null).limit(name, limit));
            limited(PlanBuilder.plan(null, null).limit(name, one.scope(Scope.GLOBAL)));
        }
    }

    @Test
    void shadowStepsAreReportedAndNeverRefuse() {
        PlanBuilder plan = PlanBuilder.by("42")
                .limit("shadow", ONE.shadow())
                .seen(Step.FirstSeen.Kind.FINGERPRINT, 1, MINUTE, Mode.SHADOW)
                .limit("none", RateLimit.fixedWindow(0, seconds(1)).shadow())
                .limit("roomy", RateLimit.slidingWindow(3, seconds(10)));
        Verdict.Admitted first = admitted(plan);
        assertShadowRefused(false, first, 0);
        assertEquals(0, first.remaining(0));
        assertShadowRefused(false, first, 1);
        assertShadowRefused(true, first, 2);
        Verdict.Admitted second = admitted(plan);
        assertShadowRefused(true, second, 0);
        assertEquals(-1, second.remaining(0));
        assertShadowRefused(true, second, 1);
        assertEquals(1, second.remaining(3));
    }

    @Test
    void eachShadowStepIsExaminedOnItsOwn() {
        PlanBuilder two = PlanBuilder.by("42").limit("first", ONE.shadow()).limit("second", ONE.shadow());
        admitted(PlanBuilder.by("42").limit("first", ONE.shadow()));
        Verdict.Admitted both = admitted(two);
        assertShadowRefused(true, both, 0);
        assertShadowRefused(false, both, 1);
        assertShadowRefused(true, admitted(two), 1);
    }

    @Test
    void shadowAndEnforcedLimitsHaveStatesOfTheirOwn() {
        admitted(PlanBuilder.by("42").limit("same", ONE.shadow()));
        admitted(PlanBuilder.by("42").limit("same", ONE));
        limited(PlanBuilder.by("42").limit("same", ONE));
    }

    private static Verdict verdict(long... remaining) {
        Verdict.AdmittedBuilder verdict = new Verdict.AdmittedBuilder(remaining.length);
        for (int i = 0; i < remaining.length; i++) {
            if (remaining[i] >= 0) {
                verdict.remaining(i, remaining[i]);
            }
        }
        return verdict.build();
    }
}
