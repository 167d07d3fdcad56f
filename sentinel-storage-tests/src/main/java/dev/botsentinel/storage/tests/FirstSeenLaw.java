package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen.Kind;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Law 4, seen values: the first passes, repeats within the window of the first don't. */
abstract class FirstSeenLaw extends StoreLaw {

    private static final List<Kind> KINDS = List.of(Kind.values());

    @Test
    void aRepeatIsADuplicateUpToButNotIncludingTheEndOfTheWindow() {
        for (Kind kind : KINDS) {
            setTime(T0);
            PlanBuilder plan = seen(kind, 7);
            admitted(plan);
            assertEquals(T0 + MINUTE, duplicate(plan).untilMicros());
            assertPassesExactlyAt(T0 + MINUTE, plan);
        }
    }

    @Test
    void aRepeatExtendsNothing() {
        PlanBuilder plan = PlanBuilder.by("42").fingerprint(7, MINUTE);
        admitted(plan);
        for (int i = 0; i < 3; i++) {
            time.advanceMicros(10 * SECOND);
            assertEquals(T0 + MINUTE, duplicate(plan).untilMicros());
        }
        setTime(T0 + MINUTE);
        admitted(plan);
    }

    @Test
    void aValueIsKeptForTheWindowItWasRememberedFor() {
        admitted(PlanBuilder.by("42").fingerprint(7, MINUTE));
        time.advanceMicros(30 * SECOND);
        assertEquals(
                T0 + MINUTE,
                duplicate(PlanBuilder.by("42").fingerprint(7, SECOND)).untilMicros());
        setTime(T0 + MINUTE);
        admitted(PlanBuilder.by("42").fingerprint(7, DAY));
    }

    @Test
    void aFullListForgetsTheValueFirstSeenTheLongestAgo() {
        for (Kind kind : KINDS) {
            setTime(T0);
            for (int value = 0; value < kind.capacity(); value++) {
                admitted(seen(kind, value));
                time.advanceMicros(value % 2);
            }
            duplicate(seen(kind, 0));
            admitted(seen(kind, -1));
            for (int value = 1; value < kind.capacity(); value++) {
                duplicate(seen(kind, value));
            }
            duplicate(seen(kind, -1));
            admitted(seen(kind, 0));
            admitted(seen(kind, 1));
            duplicate(seen(kind, 3));
        }
    }

    @Test
    void whatHasEndedTakesNoPlaceInTheList() {
        int capacity = Kind.FINGERPRINT.capacity();
        for (int value = 0; value < capacity / 2; value++) {
            admitted(PlanBuilder.by("42").fingerprint(value, HOUR));
        }
        for (int value = capacity / 2; value < capacity; value++) {
            admitted(PlanBuilder.by("42").fingerprint(value, SECOND));
        }
        time.advanceMicros(SECOND);
        for (int value = 0; value < capacity / 2; value++) {
            admitted(PlanBuilder.by("42").fingerprint(100 + value, HOUR));
        }
        for (int value = 0; value < capacity / 2; value++) {
            duplicate(PlanBuilder.by("42").fingerprint(value, HOUR));
            duplicate(PlanBuilder.by("42").fingerprint(100 + value, HOUR));
        }
    }

    @Test
    void kindsAndModesHaveListsOfTheirOwn() {
        admitted(PlanBuilder.by("42").fingerprint(7, MINUTE));
        admitted(PlanBuilder.by("42").updateId(7, MINUTE));
        PlanBuilder shadow = PlanBuilder.by("42").seen(Kind.FINGERPRINT, 7, MINUTE, Mode.SHADOW);
        assertShadowRefused(false, admitted(shadow), 0);
        assertShadowRefused(true, admitted(shadow), 0);
        for (int value = 0; value < 2 * Kind.FINGERPRINT.capacity(); value++) {
            admitted(PlanBuilder.by("42").seen(Kind.FINGERPRINT, 100 + value, MINUTE, Mode.SHADOW));
        }
        duplicate(PlanBuilder.by("42").fingerprint(7, MINUTE));
        duplicate(PlanBuilder.by("42").updateId(7, MINUTE));
    }

    @Test
    void everyValueIsAsGoodAsAnother() {
        List<Long> values = List.of(0L, -1L, 1L, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) + 1, 1L << 53, 1L << 32);
        for (long value : values) {
            admitted(PlanBuilder.by("42").fingerprint(value, MINUTE));
        }
        for (long value : values) {
            duplicate(PlanBuilder.by("42").fingerprint(value, MINUTE));
        }
    }

    @Test
    void withoutASubjectTheListIsTheChatsOrEverybodys() {
        for (Scope scope : List.of(Scope.CHAT, Scope.GLOBAL)) {
            PlanBuilder plan = scope == Scope.CHAT ? PlanBuilder.in("-100") : PlanBuilder.plan(null, null);
            PlanBuilder seen = plan.step(new Step.FirstSeen(Kind.FINGERPRINT, scope, 7, MINUTE, Mode.ENFORCE));
            admitted(seen);
            duplicate(seen);
        }
        admitted(PlanBuilder.in("-200").fingerprint(7, MINUTE));
        admitted(PlanBuilder.by("42").fingerprint(7, MINUTE));
    }

    @Test
    void theFirstRefusingListIsNamed() {
        PlanBuilder plan = PlanBuilder.by("42").updateId(1, SECOND).fingerprint(1, MINUTE);
        admitted(plan);
        assertEquals(new Verdict.Duplicate(0, T0, T0 + SECOND), ask(plan));
        time.advanceMicros(SECOND);
        assertEquals(new Verdict.Duplicate(1, T0 + SECOND, T0 + MINUTE), ask(plan));
    }

    private static PlanBuilder seen(Kind kind, long value) {
        return PlanBuilder.by("subject of " + kind).seen(kind, value, MINUTE, Mode.ENFORCE);
    }
}
