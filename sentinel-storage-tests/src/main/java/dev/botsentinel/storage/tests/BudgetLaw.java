package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.BudgetState;
import dev.botsentinel.store.Inspection;
import dev.botsentinel.store.Refund;
import dev.botsentinel.store.StoreAdmin;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Law 4, administrators: budgets are inspected, reset, refunded and cooled down alike on every storage. */
abstract class BudgetLaw extends StoreLaw {

    private static final RateLimit WINDOW = RateLimit.slidingWindow(3, seconds(60));
    private static final List<RateLimit> ALGORITHMS =
            List.of(WINDOW, RateLimit.tokenBucket(3, seconds(60)), RateLimit.fixedWindow(3, seconds(60)));

    private static PlanBuilder plan(RateLimit limit) {
        return PlanBuilder.by("42").limit(limit);
    }

    private static Budget budget(PlanBuilder plan) {
        Step.TakePermits take = (Step.TakePermits) plan.steps().get(plan.steps().size() - 1);
        return new Budget(plan.build().owner(take.scope()), take.applied());
    }

    private BudgetState state(PlanBuilder plan) {
        Budget budget = budget(plan);
        return await(store.admin().inspect(budget.owner(), List.of(budget.limit())))
                .budgets()
                .get(0);
    }

    private Refund refund(PlanBuilder plan, int permits, long id) {
        return await(store.admin().refund(budget(plan), permits, id));
    }

    private void reset(PlanBuilder plan) {
        assertNull(await(store.admin().reset(budget(plan))));
    }

    private void reset(Owner owner) {
        assertNull(await(store.admin().reset(owner)));
    }

    private void coolDown(PlanBuilder plan, Duration duration, long untilMicros) {
        assertEquals(TraceMicros.instant(untilMicros), await(store.admin().cooldown(budget(plan), duration)));
    }

    @Test
    void inspectingTellsWhatIsLeftAndWhenTheCostPasses() {
        for (RateLimit limit : ALGORITHMS) {
            PlanBuilder plan = PlanBuilder.by("42").limit(limit.algorithm().label(), limit.cost(2));
            BudgetState full = state(plan);
            assertEquals(new BudgetState(budget(plan), 3, START, null), full);
            admitted(plan);
            BudgetState spent = state(plan);
            assertEquals(1, spent.remaining());
            assertEquals(spent, state(plan));
            assertEquals(TraceMicros.instant(limited(plan).untilMicros()), spent.readyAt());
        }
        assertNull(state(plan(RateLimit.fixedWindow(0, seconds(1)))).readyAt());
    }

    @Test
    void inspectingTellsViolationsAndRungWhileTheyCount() {
        Escalation escalation = Escalation.of(2, seconds(60), List.of(seconds(10)), seconds(100));
        PlanBuilder offence = plan(RateLimit.fixedWindow(0, seconds(1))).onDenied(escalation);
        limited(3, offence);
        time.advanceMicros(10 * SECOND);
        limited(offence);
        assertEquals(new Inspection(List.of(), 1, 1), await(store.admin().inspect(Owner.user("42"), List.of())));
        time.advanceMicros(MINUTE);
        assertEquals(new Inspection(List.of(), 0, 1), await(store.admin().inspect(Owner.user("42"), List.of())));
        time.advanceMicros(40 * SECOND);
        assertEquals(new Inspection(List.of(), 0, 0), await(store.admin().inspect(Owner.user("42"), List.of())));
    }

    @Test
    void aBudgetThatIsResetIsFullAndNoOtherIs() {
        for (RateLimit limit : ALGORITHMS) {
            PlanBuilder one = PlanBuilder.by("42").limit("one", limit.cost(3));
            PlanBuilder other = PlanBuilder.by("42").limit("other", limit.cost(3));
            PlanBuilder another = PlanBuilder.by("43").limit("one", limit.cost(3));
            List.of(one, other, another).forEach(this::admitted);
            reset(one);
            limited(other);
            limited(another);
            admitted(one);
            List.of(one, other, another).forEach(this::reset);
        }
    }

    @Test
    void anOwnerThatIsResetHasSpentSeenAndDoneNothingAndStaysBlocked() {
        Escalation escalation = Escalation.of(2, seconds(60), List.of(seconds(10), seconds(20)), seconds(100));
        PlanBuilder plan = PlanBuilder.by("42").fingerprint(1, MINUTE).updateId(1, MINUTE);
        PlanBuilder spending = plan(WINDOW.cost(3)).onDenied(escalation);
        admitted(plan);
        admitted(spending);
        limited(2, spending);
        reset(Owner.user("42"));
        blocked(PlanBuilder.by("42").notBlocked());
        unblock("42");
        admitted(plan);
        admitted(spending);
        limited(spending);
        assertEquals(now() + 10 * SECOND, limited(spending).blockedUntilMicros());
    }

    @Test
    void aResetOwnerKeepsItsTime() {
        PlanBuilder plan = plan(RateLimit.fixedWindow(1, seconds(60)));
        time.advanceMicros(MINUTE);
        admitted(plan);
        reset(Owner.user("42"));
        time.advanceMicros(-SECOND);
        admitted(plan);
        assertEquals(T0 + 2 * MINUTE, limited(plan).untilMicros());
    }

    @Test
    void aRefundGivesBackAtMostWhatIsSpent() {
        for (RateLimit limit : ALGORITHMS) {
            PlanBuilder plan = PlanBuilder.by("42").limit(limit.algorithm().label(), limit);
            assertEquals(new Refund(0, false), refund(plan, 1, 1));
            admitted(2, plan);
            assertEquals(new Refund(1, false), refund(plan, 1, 2));
            assertEquals(2, state(plan).remaining());
            assertEquals(new Refund(1, false), refund(plan, Integer.MAX_VALUE, 3));
            assertEquals(3, state(plan).remaining());
            admitted(3, plan);
            limited(plan);
        }
    }

    @Test
    void aRefundIsMadeOnce() {
        PlanBuilder plan = plan(WINDOW);
        admitted(3, plan);
        refund(plan, 1, 7);
        setTime(T0 + MINUTE - 1);
        assertEquals(Refund.REPEATED, refund(plan, 1, 7));
        assertEquals(1, state(plan).remaining());
        assertEquals(new Refund(1, false), refund(plan, 1, 8));
        PlanBuilder other = PlanBuilder.by("42").limit("other", WINDOW);
        admitted(other);
        assertEquals(new Refund(1, false), refund(other, 1, 7));
    }

    @Test
    void aRefundStaysMadeWhatIsGivenBackOrReset() {
        PlanBuilder plan = plan(WINDOW);
        assertEquals(new Refund(0, false), refund(plan, 1, 7));
        admitted(plan);
        assertEquals(Refund.REPEATED, refund(plan, 1, 7));
        reset(plan);
        reset(Owner.user("42"));
        assertEquals(Refund.REPEATED, refund(plan, 1, 7));
    }

    @Test
    void theLatestRefundsAreRememberedUntilWhatWasSpentIsBack() {
        PlanBuilder plan = plan(WINDOW);
        for (int id = 0; id <= StoreAdmin.MAX_REFUNDS; id++) {
            assertFalse(refund(plan, 1, id).repeated());
        }
        assertTrue(refund(plan, 1, 1).repeated());
        assertFalse(refund(plan, 1, 0).repeated());
        setTime(T0 + MINUTE);
        assertFalse(refund(plan, 1, StoreAdmin.MAX_REFUNDS).repeated());
    }

    @Test
    void theNewestStampsAreGivenBackFirst() {
        PlanBuilder plan = plan(WINDOW);
        admitted(plan);
        time.advanceMicros(SECOND);
        admitted(2, plan);
        refund(plan, 2, 1);
        admitted(2, plan);
        assertEquals(T0 + MINUTE, limited(plan).untilMicros());
    }

    @Test
    void anEarlierFixedWindowGivesNothingBack() {
        PlanBuilder plan = plan(RateLimit.fixedWindow(3, seconds(60)));
        admitted(3, plan);
        time.advanceMicros(MINUTE);
        assertEquals(new Refund(0, false), refund(plan, 3, 1));
    }

    @Test
    void aBucketIsNeverFilledAboveItsCapacity() {
        PlanBuilder plan = plan(RateLimit.tokenBucket(3, seconds(60)));
        admitted(plan);
        time.advanceMicros(10 * SECOND);
        assertEquals(new Refund(1, false), refund(plan, 3, 1));
        time.advanceMicros(10 * SECOND);
        admitted(3, plan);
        assertEquals(now() + 20 * SECOND, limited(plan).untilMicros());
    }

    @Test
    void aCooldownRefusesExactlyUntilItsEndAndSpendsNothing() {
        for (RateLimit limit : ALGORITHMS) {
            PlanBuilder plan = PlanBuilder.by("42").limit(limit.algorithm().label(), limit);
            long until = now() + 7 * SECOND + 1;
            coolDown(plan, TraceMicros.duration(7 * SECOND + 1), until);
            assertEquals(0, limited(plan).remaining());
            assertEquals(until, limited(plan).untilMicros());
            assertEquals(
                    new BudgetState(budget(plan), 0, TraceMicros.instant(until), TraceMicros.instant(until)),
                    state(plan));
            assertPassesExactlyAt(until, plan);
            assertEquals(2, state(plan).remaining());
        }
    }

    @Test
    void theLaterOfCooldownAndOwnWaitIsTold() {
        PlanBuilder plan = plan(WINDOW);
        admitted(3, plan);
        coolDown(plan, seconds(5), T0 + 5 * SECOND);
        assertPassesExactlyAt(T0 + MINUTE, plan);
        coolDown(plan, seconds(100), T0 + MINUTE + 100 * SECOND);
        assertPassesExactlyAt(T0 + MINUTE + 100 * SECOND, plan);
    }

    @Test
    void theLaterOfTwoCooldownsStaysAndAResetEndsIt() {
        PlanBuilder plan = plan(WINDOW);
        coolDown(plan, seconds(50), T0 + 50 * SECOND);
        coolDown(plan, seconds(5), T0 + 50 * SECOND);
        admitted(PlanBuilder.by("42").limit("other", WINDOW));
        reset(plan);
        admitted(plan);
        coolDown(plan, seconds(5), T0 + 5 * SECOND);
        reset(Owner.user("42"));
        admitted(plan);
    }

    @Test
    void theCooldownsThatEndLastAreKept() {
        for (int i = 0; i <= StoreAdmin.MAX_COOLDOWNS; i++) {
            PlanBuilder plan = PlanBuilder.by("42").limit("limit" + i, WINDOW);
            coolDown(plan, seconds(100 + i), T0 + (100 + i) * SECOND);
        }
        admitted(PlanBuilder.by("42").limit("limit0", WINDOW));
        limited(PlanBuilder.by("42").limit("limit1", WINDOW));
        limited(PlanBuilder.by("42").limit("limit" + StoreAdmin.MAX_COOLDOWNS, WINDOW));
    }

    @Test
    void aCooldownOutlivesChangesOfItsLimit() {
        coolDown(plan(WINDOW), seconds(50), T0 + 50 * SECOND);
        ALGORITHMS.forEach(limit -> limited(plan(limit.cost(2))));
    }

    @Test
    void otherInstancesSeeACooldownAtOnce() {
        PlanBuilder chat = PlanBuilder.in("-100").limit(WINDOW.scope(Scope.CHAT));
        await(otherInstance().admin().cooldown(budget(chat), seconds(50)));
        limited(chat);
    }

    @Test
    void badArgumentsAreRefusedAndChangeNothing() {
        StoreAdmin admin = store.admin();
        Budget budget = budget(plan(WINDOW));
        assertThrows(IllegalArgumentException.class, () -> admin.refund(budget, 0, 1));
        for (Duration bad : List.of(Duration.ZERO, Duration.ofNanos(999), Duration.ofDays(36_501))) {
            assertThrows(IllegalArgumentException.class, () -> admin.cooldown(budget, bad));
        }
        assertThrows(IllegalArgumentException.class, () -> admin.inspect(Owner.chat("42"), List.of(budget.limit())));
        admitted(plan(WINDOW));
        assertFalse(refund(plan(WINDOW), 1, 1).repeated());
    }
}
