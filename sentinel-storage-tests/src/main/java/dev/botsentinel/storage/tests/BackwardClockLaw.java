package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.CalendarPeriod;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Law 7: a clock that runs backwards grants nothing, and one that was corrected makes nobody wait longer. */
abstract class BackwardClockLaw extends StoreLaw {

    private static final List<RateLimit> LIMITS = List.of(
            RateLimit.slidingWindow(2, seconds(10)),
            RateLimit.tokenBucket(2, seconds(10)),
            RateLimit.fixedWindow(2, seconds(10)));

    @Test
    void byASecondAtMostItIsTheLatestTimeThatCounts() {
        for (RateLimit limit : LIMITS) {
            setTime(T0 + HOUR);
            PlanBuilder plan = PlanBuilder.by(limit.describe()).limit(limit);
            admitted(2, plan);
            long until = limited(plan).untilMicros();
            for (long back : new long[] {1, SECOND / 2, SECOND}) {
                setTime(T0 + HOUR - back);
                assertEquals(new Verdict.RateLimited(0, now(), until, 0, 0), ask(plan), limit::describe);
            }
            assertPassesExactlyAt(until, plan);
        }
    }

    /** A clock that was an hour ahead and is corrected must lock nobody out for an hour. */
    @Test
    void aCorrectedClockGrantsNothingAndNobodyWaitsLongerThanTheRuleSays() {
        for (long back : new long[] {SECOND + 1, 9 * SECOND, 59 * SECOND, HOUR, 9 * DAY}) {
            for (RateLimit limit : LIMITS) {
                setTime(T0 + 10 * DAY + 3 * SECOND);
                PlanBuilder plan = PlanBuilder.by(limit.describe() + back).limit(limit);
                admitted(2, plan);
                long until = limited(plan).untilMicros();
                setTime(now() - back);
                assertEquals(new Verdict.RateLimited(0, now(), until - back, 0, 0), ask(plan), limit::describe);
                time.advanceMicros(SECOND);
                assertEquals(until - back, limited(plan).untilMicros(), "the correction is made once");
                assertPassesExactlyAt(until - back, plan);
            }
        }
    }

    @Test
    void askingAloneCorrectsToo() {
        setTime(T0 + HOUR);
        PlanBuilder plan = PlanBuilder.by("42").limit(LIMITS.get(0));
        admitted(2, plan);
        setTime(T0);
        assertEquals(new Verdict.RateLimited(0, T0, T0 + 10 * SECOND, 0, 0), ask(plan.probe()));
        assertPassesExactlyAt(T0 + 10 * SECOND, plan);
    }

    @Test
    void aCalendarsWindowAndALockoutAreMovedToo() {
        setTime(T0 + HOUR);
        RateLimit daily = RateLimit.fixedWindow(1, CalendarPeriod.day(ZoneId.of("UTC")));
        PlanBuilder day = PlanBuilder.by("day").limit(daily);
        admitted(day);
        setTime(T0);
        assertEquals(T0 + 23 * HOUR, limited(day).untilMicros());
        setTime(T0 + HOUR);
        PlanBuilder locked = PlanBuilder.by("locked").limit(LIMITS.get(0).lockout(seconds(60)));
        admitted(2, locked);
        limited(locked);
        setTime(T0);
        assertEquals(new Verdict.RateLimited(0, T0, T0 + 60 * SECOND, 0, 0), ask(locked));
        assertPassesExactlyAt(T0 + 60 * SECOND, locked);
    }

    @Test
    void anAlbumIsMovedToo() {
        setTime(T0 + HOUR);
        PlanBuilder part = PlanBuilder.by("42").album(7).limit(LIMITS.get(0));
        admitted(part);
        setTime(T0);
        assertEquals(Verdict.Admitted.albumPart(2, false), ask(part));
        setTime(T0 + MINUTE - 1);
        assertEquals(Verdict.Admitted.albumPart(2, false), ask(part));
        setTime(T0 + MINUTE);
        assertEquals(1, admitted(part).remaining(1));
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
            setTime(T0 + i * SECOND - SECOND);
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
        assertEquals(new Verdict.Duplicate(0, T0 + HOUR - 30 * SECOND, T0 + HOUR - 20 * SECOND), ask(plan));
        assertPassesExactlyAt(T0 + HOUR - 20 * SECOND, plan);
    }

    @Test
    void aBlockMadeByHandKeepsItsDate() {
        setTime(T0 + HOUR);
        PlanBuilder writing = PlanBuilder.by("42").notBlocked().limit(RateLimit.slidingWindow(9, seconds(10)));
        admitted(writing);
        block("42", seconds(10));
        setTime(T0 + HOUR - 30 * SECOND);
        assertEquals(
                T0 + HOUR + 10 * SECOND,
                blocked(PlanBuilder.by("42").notBlocked()).untilMicros());
        assertPassesExactlyAt(T0 + HOUR + 10 * SECOND, writing);
    }

    @Test
    void aBlockThatEndedDoesNotComeBack() {
        PlanBuilder writing = PlanBuilder.by("42").notBlocked().limit(RateLimit.slidingWindow(9, seconds(10)));
        setTime(T0 + HOUR);
        block("42", seconds(10));
        setTime(T0 + HOUR + 10 * SECOND);
        admitted(writing);
        setTime(T0 + HOUR + 5 * SECOND);
        admitted(writing);
    }

    @Test
    void aBlockOfTheLadderAndItsViolationsMove() {
        Escalation third = Escalation.of(3, seconds(10), List.of(seconds(60), seconds(600)), seconds(600));
        PlanBuilder plan =
                PlanBuilder.by("42").notBlocked().limit(LIMITS.get(0)).onDenied(third);
        setTime(T0 + HOUR);
        admitted(2, plan);
        limited(2, plan);
        setTime(T0);
        assertEquals(T0 + 60 * SECOND, limited(plan).blockedUntilMicros());
        setTime(T0 + HOUR);
        admitted(2, plan);
        limited(2, plan);
        assertEquals(T0 + HOUR + 60 * SECOND, limited(plan).blockedUntilMicros(), "the rung is forgotten");
        setTime(T0);
        assertEquals(T0 + 60 * SECOND, blocked(plan).untilMicros());
        assertPassesExactlyAt(T0 + 60 * SECOND, plan);
    }

    @Test
    void aBlockMadeAfterTheCorrectionLastsItsWholeTime() {
        setTime(T0 + HOUR);
        admitted(PlanBuilder.by("42").limit(LIMITS.get(0)));
        setTime(T0 + HOUR - 30 * SECOND);
        block("42", seconds(60));
        assertEquals(
                T0 + HOUR + 30 * SECOND,
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
        setTime(T0 + 20 * SECOND + SECOND / 2);
        admitted(roomy);
        setTime(T0 + 20 * SECOND - SECOND / 2);
        PlanBuilder fixed = PlanBuilder.by("42").limit("fixed", RateLimit.fixedWindow(1, seconds(10)));
        admitted(fixed);
        assertEquals(T0 + 30 * SECOND, limited(fixed).untilMicros());
    }
}
