package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen.Kind;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.store.SeenValue;
import dev.botsentinel.store.SentinelStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Law 4, releases: what was seen is forgotten, and nothing else changes. */
abstract class ReleaseLaw extends StoreLaw {

    private static final Owner USER = Owner.user("42");
    private static final List<Kind> KINDS = List.of(Kind.values());

    private static SeenValue value(Kind kind, long value) {
        return new SeenValue(kind, Mode.ENFORCE, value);
    }

    private static PlanBuilder seen(Kind kind, long value) {
        return PlanBuilder.by("42").seen(kind, value, MINUTE, Mode.ENFORCE);
    }

    private void release(Owner owner, SeenValue... values) {
        release(store, owner, values);
    }

    private static void release(SentinelStore store, Owner owner, SeenValue... values) {
        assertNull(await(store.admin().release(owner, List.of(values), false)));
    }

    @Test
    void aReleasedValuePassesAndIsRememberedAnew() {
        for (Kind kind : KINDS) {
            setTime(T0);
            admitted(seen(kind, 7));
            time.advanceMicros(10 * SECOND);
            duplicate(seen(kind, 7));
            release(USER, value(kind, 7));
            admitted(seen(kind, 7));
            assertEquals(now() + MINUTE, duplicate(seen(kind, 7)).untilMicros());
        }
    }

    @Test
    void theListsOfChatsAndOfEverybodyReleaseToo() {
        Map<Owner, PlanBuilder> plans = Map.of(
                Owner.chat("-100"),
                PlanBuilder.in("-100").updateId(7, MINUTE),
                Owner.GLOBAL,
                PlanBuilder.plan(null, null).updateId(7, MINUTE));
        plans.forEach((owner, plan) -> admitted(plan));
        plans.forEach((owner, plan) -> {
            duplicate(plan);
            release(owner, value(Kind.UPDATE_ID, 7));
            admitted(plan);
        });
    }

    @Test
    void aShadowListIsReleasedApart() {
        PlanBuilder shadow = PlanBuilder.by("42").seen(Kind.FINGERPRINT, 7, MINUTE, Mode.SHADOW);
        admitted(shadow);
        admitted(seen(Kind.FINGERPRINT, 7));
        release(USER, value(Kind.FINGERPRINT, 7));
        assertShadowRefused(true, admitted(shadow), 0);
        admitted(seen(Kind.FINGERPRINT, 7));
        release(USER, new SeenValue(Kind.FINGERPRINT, Mode.SHADOW, 7));
        assertShadowRefused(false, admitted(shadow), 0);
        duplicate(seen(Kind.FINGERPRINT, 7));
    }

    @Test
    void severalValuesAreReleasedAtOnce() {
        PlanBuilder plan = PlanBuilder.by("42").updateId(1, MINUTE).fingerprint(2, MINUTE);
        admitted(plan);
        admitted(seen(Kind.UPDATE_ID, 2));
        admitted(seen(Kind.FINGERPRINT, 1));
        release(USER, value(Kind.UPDATE_ID, 1), value(Kind.FINGERPRINT, 2), value(Kind.FINGERPRINT, 3));
        duplicate(seen(Kind.UPDATE_ID, 2));
        duplicate(seen(Kind.FINGERPRINT, 1));
        admitted(plan);
    }

    @Test
    void everyValueCanBeReleased() {
        List<Long> values = List.of(0L, -1L, 1L, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) + 1, 1L << 53, 1L << 32);
        for (long value : values) {
            admitted(seen(Kind.FINGERPRINT, value));
        }
        for (long value : values) {
            release(USER, value(Kind.FINGERPRINT, value));
            admitted(seen(Kind.FINGERPRINT, value));
        }
        values.forEach(value -> duplicate(seen(Kind.FINGERPRINT, value)));
    }

    @Test
    void otherValuesAndOwnersKeepTheirEnds() {
        admitted(seen(Kind.FINGERPRINT, 1));
        PlanBuilder neighbour = PlanBuilder.by("43").fingerprint(2, MINUTE);
        admitted(neighbour);
        time.advanceMicros(SECOND);
        admitted(seen(Kind.FINGERPRINT, 2));
        time.advanceMicros(SECOND);
        admitted(seen(Kind.FINGERPRINT, 3));
        release(USER, value(Kind.FINGERPRINT, 2));
        assertEquals(T0 + MINUTE, duplicate(neighbour).untilMicros());
        assertEquals(
                T0 + 2 * SECOND + MINUTE, duplicate(seen(Kind.FINGERPRINT, 3)).untilMicros());
        assertPassesExactlyAt(T0 + MINUTE, seen(Kind.FINGERPRINT, 1));
    }

    @Test
    void aFullListHasRoomAgainAndKeepsItsOrder() {
        for (Kind kind : KINDS) {
            int capacity = kind.capacity();
            for (int value = 0; value < capacity; value++) {
                admitted(seen(kind, value));
            }
            release(USER, value(kind, 1));
            admitted(seen(kind, -1));
            duplicate(seen(kind, 0));
            admitted(seen(kind, -2));
            duplicate(seen(kind, 2));
            admitted(seen(kind, 0));
            admitted(seen(kind, 2));
            duplicate(seen(kind, 4));
        }
    }

    @Test
    void whatAFullListHasDroppedDoesNotComeBack() {
        int capacity = Kind.FINGERPRINT.capacity();
        for (int value = 0; value <= capacity; value++) {
            admitted(seen(Kind.FINGERPRINT, value));
        }
        release(USER, value(Kind.FINGERPRINT, capacity));
        admitted(seen(Kind.FINGERPRINT, 0));
    }

    @Test
    void permitsStaySpentAndBlocksAndViolationsStay() {
        Escalation escalation = Escalation.of(2, seconds(60), List.of(seconds(10)), seconds(100));
        PlanBuilder plan = PlanBuilder.by("42")
                .notBlocked()
                .updateId(7, MINUTE)
                .limit(RateLimit.slidingWindow(1, seconds(60)))
                .onDenied(escalation);
        admitted(plan);
        release(USER, value(Kind.UPDATE_ID, 7));
        limited(plan);
        release(USER, value(Kind.UPDATE_ID, 7));
        assertEquals(T0 + 10 * SECOND, limited(plan).blockedUntilMicros());
        release(USER, value(Kind.UPDATE_ID, 7));
        blocked(plan);
    }

    @Test
    void anOwnerKeepsItsTime() {
        time.advanceMicros(MINUTE);
        admitted(seen(Kind.UPDATE_ID, 7));
        release(USER, value(Kind.UPDATE_ID, 7));
        time.advanceMicros(-SECOND);
        admitted(seen(Kind.UPDATE_ID, 7));
        assertEquals(T0 + 2 * MINUTE, duplicate(seen(Kind.UPDATE_ID, 7)).untilMicros());
    }

    @Test
    void aReleaseThatIsRepeatedDoesNothing() {
        admitted(seen(Kind.UPDATE_ID, 7));
        admitted(seen(Kind.UPDATE_ID, 8));
        release(USER, value(Kind.UPDATE_ID, 7));
        release(USER, value(Kind.UPDATE_ID, 7));
        duplicate(seen(Kind.UPDATE_ID, 8));
        admitted(seen(Kind.UPDATE_ID, 7));
    }

    @Test
    void aReleaseOfNothingIsNoErrorAndLeavesNoTrace() {
        release(USER);
        release(USER, value(Kind.UPDATE_ID, 7));
        release(Owner.member("42", "-100"), value(Kind.FINGERPRINT, 7));
        harness.expiry().ifPresent(kept -> assertEquals(List.of(), kept.entries()));
        admitted(seen(Kind.UPDATE_ID, 7));
        release(USER, value(Kind.FINGERPRINT, 7), value(Kind.UPDATE_ID, 8));
        duplicate(seen(Kind.UPDATE_ID, 7));
    }

    @Test
    void nothingIsKeptLongerThanBefore() {
        assumeTrue(harness.expiry().isPresent(), "the harness can't look at what is kept");
        admitted(seen(Kind.UPDATE_ID, 7));
        admitted(PlanBuilder.by("42").updateId(8, HOUR));
        Map<String, Duration> before = lifetimes();
        release(USER, value(Kind.UPDATE_ID, 7));
        Map<String, Duration> after = lifetimes();
        after.forEach((name, left) -> assertFalse(
                before.getOrDefault(name, Duration.ZERO).compareTo(left) < 0,
                () -> name + " is kept for " + left + ", before the release for " + before.get(name)));
    }

    private Map<String, Duration> lifetimes() {
        Map<String, Duration> lifetimes = new HashMap<>();
        for (ExpiryInspector.Entry entry : harness.expiry().orElseThrow().entries()) {
            Duration remaining = entry.remaining();
            if (remaining != null) {
                lifetimes.put(entry.name(), remaining);
            }
        }
        return lifetimes;
    }

    @Test
    void whatADegradedDecisionRememberedIsNotInTheSharedState() {
        admitted(seen(Kind.UPDATE_ID, 7));
        assertNull(await(store.admin().release(USER, List.of(value(Kind.UPDATE_ID, 7)), true)));
        duplicate(seen(Kind.UPDATE_ID, 7));
    }

    @Test
    void otherInstancesSeeAReleaseAtOnce() {
        admitted(seen(Kind.UPDATE_ID, 7));
        release(otherInstance(), USER, value(Kind.UPDATE_ID, 7));
        admitted(seen(Kind.UPDATE_ID, 7));
    }

    @Test
    void aPlanWithValuesOfItsOwnIsReleasedLikeAnother() {
        List<SeenValue> released = new ArrayList<>();
        PlanBuilder plan = PlanBuilder.by("42");
        for (int value = 0; value < 3; value++) {
            plan = plan.step(new Step.FirstSeen(Kind.FINGERPRINT, Scope.USER, value, MINUTE, Mode.ENFORCE));
            released.add(value(Kind.FINGERPRINT, value));
        }
        admitted(plan);
        duplicate(plan);
        release(USER, released.toArray(SeenValue[]::new));
        admitted(plan);
    }
}
