package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Law 6: no state means a full budget, never an error. */
abstract class FreshStateLaw extends StoreLaw {

    private static final List<RateLimit> LIMITS = List.of(
            RateLimit.slidingWindow(5, seconds(10)),
            RateLimit.tokenBucket(3, seconds(10), 5),
            RateLimit.fixedWindow(5, seconds(10)));

    @Test
    void anUnknownOwnerHasAFullBudget() {
        for (Scope scope : Scope.values()) {
            for (RateLimit limit : LIMITS) {
                PlanBuilder plan = PlanBuilder.everywhere().limit(limit.describe(), limit.scope(scope));
                assertEquals(4, remaining(plan));
                assertEquals(4, admitted(plan).remaining(0));
            }
        }
    }

    @Test
    void theWholeBudgetCanBeSpentAtOnce() {
        for (RateLimit limit : LIMITS) {
            PlanBuilder all = PlanBuilder.by("42").limit(limit.describe(), limit.cost(5));
            assertEquals(0, admitted(all).remaining(0));
        }
    }

    @Test
    void aBudgetThatWasForgottenIsFullAgain() {
        for (RateLimit limit : LIMITS) {
            PlanBuilder all = PlanBuilder.by("42").limit(limit.describe(), limit.cost(5));
            for (int round = 0; round < 3; round++) {
                admitted(all);
                time.advanceMicros(DAY);
            }
        }
    }

    @Test
    void anUnknownSubjectIsNotBlocked() {
        PlanBuilder plan = PlanBuilder.by("42").notBlocked().notShadowBlocked();
        assertShadowRefused(false, admitted(plan), 1);
        assertInstanceOf(Verdict.Admitted.class, ask(plan.probe()));
        assertEquals(Optional.empty(), blockOf("42"));
        assertEquals(Optional.empty(), unblock("42"));
    }

    @Test
    void anUnknownSubjectHasSeenNothing() {
        assertInstanceOf(
                Verdict.Admitted.class,
                ask(PlanBuilder.by("42").fingerprint(0, 1).updateId(0, 1).probe()));
        admitted(PlanBuilder.by("42").fingerprint(0, 1).updateId(0, 1));
    }

    @Test
    void anUnknownOffenderStartsAtTheFirstRung() {
        Escalation ladder = Escalation.of(1, seconds(10), List.of(seconds(60), seconds(600)), seconds(60));
        PlanBuilder offence = PlanBuilder.by("42")
                .notBlocked()
                .limit(RateLimit.slidingWindow(0, seconds(1)))
                .onDenied(ladder);
        assertEquals(T0 + MINUTE, limited(offence).blockedUntilMicros());
    }

    @Test
    void anEmptyStateListsNoBlocks() {
        assertEquals(List.of(), await(store.admin().blocks(null, 1)).blocks());
        assertNull(await(store.admin().blocks(null, 1)).next());
    }

    @Test
    void everyTimeIsAGoodTimeToStart() {
        for (long start : new long[] {0, 1, SECOND - 1, T0, 4_102_444_800L * SECOND}) {
            setTime(start);
            for (RateLimit limit : LIMITS) {
                PlanBuilder plan = PlanBuilder.by("at " + start).limit(limit.describe(), limit);
                assertEquals(4, admitted(plan).remaining(0));
            }
            PlanBuilder seen = PlanBuilder.by("at " + start).fingerprint(start, 10 * SECOND);
            admitted(seen);
            assertEquals(start + 10 * SECOND, duplicate(seen).untilMicros());
        }
    }

    @Test
    void allInstancesHashContentAlike() {
        assertEquals(
                store.fingerprintKey().k0(), otherInstance().fingerprintKey().k0());
        assertEquals(
                store.fingerprintKey().k1(), otherInstance().fingerprintKey().k1());
    }
}
