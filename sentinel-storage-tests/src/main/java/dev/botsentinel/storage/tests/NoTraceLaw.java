package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.store.SentinelStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Law 2: a denied plan changes nothing, {@code onDenied} aside; a probe changes nothing at all. */
abstract class NoTraceLaw extends StoreLaw {

    private static final RateLimit ONE = RateLimit.slidingWindow(1, seconds(20));
    private static final List<RateLimit> ROOMY = List.of(
            RateLimit.slidingWindow(4, seconds(10)),
            RateLimit.tokenBucket(4, seconds(10), 3),
            RateLimit.fixedWindow(4, seconds(10)));

    /** What everybody does afterwards; its verdicts tell whatever the state holds. */
    private static List<PlanBuilder> followUps() {
        List<PlanBuilder> plans = new ArrayList<>();
        for (Scope scope : Scope.values()) {
            for (RateLimit limit : ROOMY) {
                plans.add(PlanBuilder.everywhere().limit(limit.describe(), limit.scope(scope)));
                RateLimit shadow = limit.scope(scope).shadow();
                plans.add(PlanBuilder.everywhere().limit(limit.describe(), shadow));
            }
        }
        plans.add(PlanBuilder.by("42").fingerprint(1, MINUTE));
        plans.add(PlanBuilder.by("42").updateId(1, MINUTE));
        plans.add(PlanBuilder.by("42").seen(Step.FirstSeen.Kind.FINGERPRINT, 1, MINUTE, Mode.SHADOW));
        plans.add(PlanBuilder.plan("42", "-100").notBlocked().notShadowBlocked());
        return plans;
    }

    /** All the plan could write, on every owner it has. */
    private static PlanBuilder everything() {
        PlanBuilder plan = PlanBuilder.everywhere().notBlocked().notShadowBlocked();
        for (Scope scope : Scope.values()) {
            for (RateLimit limit : ROOMY) {
                plan = plan.limit(limit.describe(), limit.scope(scope));
                plan = plan.limit(limit.describe(), limit.scope(scope).shadow());
            }
        }
        return plan;
    }

    private static PlanBuilder remembering(PlanBuilder plan) {
        return plan.updateId(1, MINUTE)
                .fingerprint(1, MINUTE)
                .seen(Step.FirstSeen.Kind.FINGERPRINT, 1, MINUTE, Mode.SHADOW);
    }

    @Test
    void aPlanThatALimitDeniesLeavesNoTrace() {
        for (Scope scope : Scope.values()) {
            assertNoTrace(
                    () -> admitted(PlanBuilder.everywhere().limit("full", ONE.scope(scope))),
                    remembering(everything()).limit("full", ONE.scope(scope)).build(),
                    Verdict.RateLimited.class);
        }
    }

    @Test
    void aPlanThatItsFirstLimitDeniesLeavesNoTrace() {
        PlanBuilder denied =
                remembering(PlanBuilder.plan("42", "-100").limit("full", ONE).limit("roomy", ROOMY.get(1)));
        assertNoTrace(
                () -> admitted(PlanBuilder.by("42").limit("full", ONE)),
                denied.limit(ROOMY.get(1).describe(), ROOMY.get(1)).build(),
                Verdict.RateLimited.class);
    }

    @Test
    void aPlanOfSeveralOwnersIsChargedToAllOrNone() {
        PlanBuilder chatIsFull = PlanBuilder.plan("42", "-100")
                .limit("user", ROOMY.get(0))
                .limit("everyone", ROOMY.get(1).scope(Scope.GLOBAL))
                .limit("chat", ONE.scope(Scope.CHAT));
        admitted(PlanBuilder.in("-100").limit("chat", ONE.scope(Scope.CHAT)));
        limited(5, chatIsFull);
        assertEquals(3, remaining(PlanBuilder.by("42").limit("user", ROOMY.get(0))));
        assertEquals(
                2, remaining(PlanBuilder.by("42").limit("everyone", ROOMY.get(1).scope(Scope.GLOBAL))));
    }

    @Test
    void aDuplicateLeavesNoTrace() {
        assertNoTrace(
                () -> admitted(PlanBuilder.by("42").fingerprint(9, MINUTE)),
                remembering(everything()).fingerprint(9, MINUTE).build(),
                Verdict.Duplicate.class);
    }

    @Test
    void aRedeliveryLeavesNoTrace() {
        assertNoTrace(
                () -> admitted(PlanBuilder.by("42").updateId(9, MINUTE)),
                PlanBuilder.plan("42", "-100")
                        .limit(ROOMY.get(0).describe(), ROOMY.get(0))
                        .updateId(9, MINUTE)
                        .fingerprint(1, MINUTE)
                        .build(),
                Verdict.Duplicate.class);
    }

    @Test
    void aBlockedAttemptLeavesNoTrace() {
        Escalation atOnce = Escalation.of(1, seconds(60), List.of(seconds(60)), seconds(60));
        assertNoTrace(
                () -> block("42", seconds(5)),
                remembering(everything()).onDenied(atOnce).build(),
                Verdict.Blocked.class);
    }

    @Test
    void aProbeLeavesNoTraceWhateverItsAnswer() {
        Escalation atOnce = Escalation.of(1, seconds(60), List.of(seconds(60)), seconds(60));
        PlanBuilder plan = remembering(everything()).onDenied(atOnce);
        assertNoTrace(() -> {}, plan.probe(), Verdict.Admitted.class);
        assertNoTrace(
                () -> admitted(PlanBuilder.by("42").limit("full", ONE)),
                plan.limit("full", ONE).probe(),
                Verdict.RateLimited.class);
    }

    @Test
    void aProbeAnswersAsThePlanWouldThatItStandsFor() {
        PlanBuilder plan = PlanBuilder.plan("42", "-100")
                .fingerprint(1, MINUTE)
                .limit("a", ROOMY.get(1).cost(2))
                .limit("shadow", ONE.shadow())
                .limit("b", ROOMY.get(0).scope(Scope.CHAT));
        for (int i = 0; i < 4; i++) {
            Verdict probed = ask(plan.probe());
            assertEquals(probed, ask(plan));
            time.advanceMicros(21 * SECOND);
        }
    }

    @Test
    void aDenialWritesNoTime() {
        PlanBuilder full = PlanBuilder.by("42").limit("full", RateLimit.fixedWindow(0, seconds(10)));
        PlanBuilder fixed = PlanBuilder.by("42").limit("fixed", RateLimit.fixedWindow(1, seconds(10)));
        admitted(fixed);
        time.advanceMicros(15 * SECOND);
        limited(full.limit("fixed", RateLimit.fixedWindow(1, seconds(10))));
        time.advanceMicros(-8 * SECOND);
        assertEquals(T0 + 10 * SECOND, limited(fixed).untilMicros());
    }

    @Test
    void onlyTheViolationOfADeniedPlanIsWritten() {
        Escalation third = Escalation.of(3, seconds(60), List.of(seconds(60)), seconds(60));
        PlanBuilder full = PlanBuilder.by("42").notBlocked().limit("full", ONE).onDenied(third);
        PlanBuilder roomy = full.limit("roomy", ROOMY.get(0));
        admitted(roomy);
        limited(2, roomy);
        assertEquals(2, remaining(PlanBuilder.by("42").limit("roomy", ROOMY.get(0))));
        assertEquals(T0 + MINUTE, limited(roomy).blockedUntilMicros());
    }

    @Test
    void aShadowStepThatWouldRefuseWritesNothing() {
        RateLimit roomy = RateLimit.slidingWindow(3, seconds(60));
        PlanBuilder plan = PlanBuilder.by("42")
                .limit("real", roomy)
                .limit("two", RateLimit.slidingWindow(2, seconds(20)).cost(2).shadow());
        assertShadowRefused(false, admitted(plan), 1);
        time.advanceMicros(19 * SECOND);
        assertShadowRefused(true, admitted(plan), 1);
        time.advanceMicros(SECOND);
        assertShadowRefused(false, admitted(plan), 1);
    }

    /** Two states with the same past, one of which sees the denied plan; all that follows must be the same. */
    private void assertNoTrace(Runnable past, BoundPlan denied, Class<? extends Verdict> kind) {
        List<Verdict> without = followingOn(past, any -> {});
        List<Verdict> with = followingOn(past, tried -> {
            for (int i = 0; i < 3; i++) {
                assertInstanceOf(kind, await(denied.on(tried)));
            }
        });
        for (int i = 0; i < without.size(); i++) {
            assertEquals(without.get(i), with.get(i), "follow-up " + i + " differs after " + denied);
        }
    }

    private List<Verdict> followingOn(Runnable past, Consumer<SentinelStore> then) {
        close();
        time.set(START);
        open();
        past.run();
        List<PlanBuilder> plans = followUps();
        List<Verdict> verdicts = new ArrayList<>();
        time.advanceMicros(4 * SECOND);
        then.accept(store);
        time.advanceMicros(-SECOND);
        plans.forEach(plan -> verdicts.add(ask(plan.probe())));
        for (int round = 0; round < 8; round++) {
            plans.forEach(plan -> verdicts.add(ask(plan)));
            time.advanceMicros(round < 5 ? 0 : 3 * SECOND + 1);
        }
        return verdicts;
    }
}
