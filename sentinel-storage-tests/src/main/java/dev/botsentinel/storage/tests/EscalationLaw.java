package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.store.Block;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Law 4, escalation: enough violations lead to the next block of the ladder. */
abstract class EscalationLaw extends StoreLaw {

    /** Denies always, so that each plan is a violation. */
    private static final RateLimit NONE = RateLimit.fixedWindow(0, seconds(1));

    private static final Escalation LADDER = Escalation.of(
            3, seconds(30), List.of(seconds(60), seconds(600), seconds(3600)), TraceMicros.duration(2 * HOUR));

    private static PlanBuilder offence(Escalation escalation) {
        return PlanBuilder.by("42").notBlocked().limit(NONE).onDenied(escalation);
    }

    private static PlanBuilder offence() {
        return offence(LADDER);
    }

    @Test
    void theViolationThatTipsSaysUntilWhenTheSubjectIsBlocked() {
        limited(2, offence());
        assertEquals(new Verdict.RateLimited(1, T0, Verdict.NEVER, 0, T0 + MINUTE), ask(offence()));
        assertEquals(new Verdict.Blocked(0, T0, T0 + MINUTE, BlockSource.AUTOMATIC), ask(offence()));
        setTime(T0 + MINUTE - 1);
        blocked(offence());
        setTime(T0 + MINUTE);
        assertEquals(0, limited(offence()).blockedUntilMicros());
    }

    @Test
    void aBlockIsLongerByThePartOfTheJitterThatWasDrawn() {
        Escalation jittered =
                Escalation.of(1, seconds(30), List.of(seconds(60)), seconds(1)).jitter(10);
        for (int draw : new int[] {0, 1, 9, 10, 123_457, 500_000, 999_999, Escalation.MAX_DRAW}) {
            long end = now() + MINUTE + 60L * (draw / 10);
            assertEquals(end, limited(offence(jittered).drawing(draw)).blockedUntilMicros());
            assertEquals(end, blocked(offence(jittered).drawing(7)).untilMicros());
            setTime(end - 1);
            blocked(offence());
            setTime(end);
            admitted(PlanBuilder.by("42").notBlocked());
            time.advanceMicros(MINUTE);
        }
    }

    @Test
    void theWholeJitterOfTheLongestBlockIsExact() {
        Duration longest = Duration.ofDays(36_500);
        Escalation jittered =
                Escalation.of(1, seconds(30), List.of(longest), seconds(1)).jitter(100);
        long block = TraceMicros.of(longest);
        long end = T0 + block + block / 1_000_000 * 987_654;
        assertEquals(end, limited(offence(jittered).drawing(987_654)).blockedUntilMicros());
        assertEquals(TraceMicros.instant(end), blockOf("42").orElseThrow().until());
    }

    @Test
    void withoutJitterADrawChangesNothing() {
        limited(2, offence());
        assertEquals(
                T0 + MINUTE, limited(offence().drawing(Escalation.MAX_DRAW)).blockedUntilMicros());
    }

    @Test
    void theQuietThatForgetsTheRungCountsFromTheEndWithJitter() {
        Escalation jittered = Escalation.of(1, seconds(30), List.of(seconds(60), seconds(600)), seconds(100))
                .jitter(50);
        PlanBuilder offence = offence(jittered);
        limited(offence.drawing(Escalation.MAX_DRAW));
        setTime(T0 + 190 * SECOND - 1);
        assertEquals(now() + 600 * SECOND, limited(offence).blockedUntilMicros());
        unblock("42");
        setTime(now() + 100 * SECOND);
        assertEquals(now() + 60 * SECOND, limited(offence).blockedUntilMicros());
    }

    @Test
    void aShadowBlockHasTheJitterToo() {
        Escalation jittered = Escalation.of(1, seconds(30), List.of(seconds(60)), seconds(1))
                .jitter(100)
                .shadow();
        limited(offence(jittered).drawing(500_000));
        PlanBuilder harmless = PlanBuilder.by("42").notBlocked().notShadowBlocked();
        setTime(T0 + 90 * SECOND - 1);
        assertShadowRefused(true, admitted(harmless), 1);
        setTime(T0 + 90 * SECOND);
        assertShadowRefused(false, admitted(harmless), 1);
    }

    @Test
    void theAutomaticBlockIsListedAsSentinels() {
        limited(3, offence());
        Block block = blockOf("42").orElseThrow();
        assertEquals(BlockSource.AUTOMATIC, block.source());
        assertEquals("sentinel", block.actor());
        assertNotNull(block.reason());
        assertEquals(START, block.since());
        assertEquals(START.plusSeconds(60), block.until());
        assertEquals(List.of("42"), blockedIds());
    }

    @Test
    void violationsCountInASlidingHalfOpenWindow() {
        limited(offence());
        setTime(T0 + 30 * SECOND - 2);
        limited(offence());
        setTime(T0 + 30 * SECOND);
        assertEquals(0, limited(offence()).blockedUntilMicros());
        setTime(T0 + 60 * SECOND - 3);
        assertEquals(T0 + 120 * SECOND - 3, limited(offence()).blockedUntilMicros());
    }

    @Test
    void aViolationAtTheLastMomentOfTheWindowStillCounts() {
        limited(2, offence());
        setTime(T0 + 30 * SECOND - 1);
        assertEquals(T0 + 90 * SECOND - 1, limited(offence()).blockedUntilMicros());
    }

    @Test
    void eachBlockIsTheNextRungAndTheLastOneRepeats() {
        for (long seconds : new long[] {60, 600, 3600, 3600, 3600}) {
            limited(2, offence());
            long until = now() + seconds * SECOND;
            assertEquals(until, limited(offence()).blockedUntilMicros());
            setTime(until);
        }
    }

    @Test
    void aBlockStartsANewCount() {
        Escalation wide = Escalation.of(2, seconds(3600), List.of(seconds(1)), seconds(7200));
        for (int i = 0; i < 3; i++) {
            assertEquals(0, limited(offence(wide)).blockedUntilMicros());
            assertEquals(now() + SECOND, limited(offence(wide)).blockedUntilMicros());
            time.advanceMicros(SECOND);
        }
    }

    @Test
    void aLongQuietAfterBlockAndViolationStartsTheLadderAnew() {
        limited(3, offence());
        setTime(T0 + MINUTE + 2 * HOUR);
        limited(2, offence());
        assertEquals(now() + MINUTE, limited(offence()).blockedUntilMicros());
    }

    @Test
    void aMicrosecondLessOfQuietKeepsTheRung() {
        limited(3, offence());
        setTime(T0 + MINUTE + 2 * HOUR - 1);
        limited(2, offence());
        assertEquals(now() + 600 * SECOND, limited(offence()).blockedUntilMicros());
    }

    @Test
    void theQuietIsCountedFromTheLastViolationToo() {
        limited(3, offence());
        setTime(T0 + 2 * HOUR);
        limited(offence());
        setTime(T0 + MINUTE + 2 * HOUR + 1);
        limited(2, offence());
        assertEquals(now() + 600 * SECOND, limited(offence()).blockedUntilMicros());
    }

    @Test
    void theQuietResetsTheRungNotTheCount() {
        Escalation wide = Escalation.of(2, TraceMicros.duration(DAY), List.of(seconds(60), seconds(600)), seconds(300));
        limited(2, offence(wide));
        setTime(T0 + MINUTE);
        limited(offence(wide));
        setTime(T0 + MINUTE + 300 * SECOND);
        assertEquals(now() + MINUTE, limited(offence(wide)).blockedUntilMicros());
    }

    @Test
    void onlyTheSubjectsOwnLimitsMakeAnOffender() {
        Escalation atOnce = Escalation.of(1, seconds(30), List.of(seconds(60)), seconds(60));
        PlanBuilder by = PlanBuilder.everywhere().notBlocked().onDenied(atOnce);
        for (Scope scope : List.of(Scope.CHAT, Scope.TOPIC, Scope.SPACE, Scope.GLOBAL)) {
            assertEquals(0, limited(by.limit(NONE.scope(scope))).blockedUntilMicros());
        }
        for (Scope scope : List.of(Scope.USER, Scope.MEMBER, Scope.SPACE_MEMBER)) {
            assertEquals(now() + MINUTE, limited(by.limit(NONE.scope(scope))).blockedUntilMicros());
            unblock("42");
        }
    }

    @Test
    void anOwnLimitThatRefusesCountsThoughAnotherIsNamed() {
        Escalation atOnce = Escalation.of(1, seconds(30), List.of(seconds(60)), seconds(60));
        PlanBuilder plan = PlanBuilder.plan("42", "-100")
                .limit("chat", NONE.scope(Scope.CHAT))
                .limit("own", RateLimit.slidingWindow(1, seconds(5)))
                .onDenied(atOnce);
        assertEquals(0, limited(plan).blockedUntilMicros());
        admitted(PlanBuilder.by("42").limit("own", RateLimit.slidingWindow(1, seconds(5))));
        assertEquals(new Verdict.RateLimited(0, T0, Verdict.NEVER, 0, T0 + MINUTE), ask(plan));
    }

    @Test
    void theScopeInEffectDecidesWhoseLimitItIs() {
        Escalation atOnce = Escalation.of(1, seconds(30), List.of(seconds(60)), seconds(60));
        PlanBuilder fellBackToUser =
                PlanBuilder.by("42").limit(NONE.scope(Scope.CHAT)).onDenied(atOnce);
        assertEquals(T0 + MINUTE, limited(fellBackToUser).blockedUntilMicros());
    }

    @Test
    void duplicatesBlockedAttemptsAndShadowRefusalsAreNoViolations() {
        Escalation atOnce = Escalation.of(1, seconds(30), List.of(seconds(60)), seconds(60));
        PlanBuilder by = PlanBuilder.by("42").notBlocked().onDenied(atOnce);
        admitted(by.fingerprint(1, MINUTE));
        duplicate(by.fingerprint(1, MINUTE).limit(NONE));
        admitted(by.limit(NONE.shadow()));
        block("42", seconds(10));
        blocked(by.limit(NONE));
        setTime(T0 + 10 * SECOND);
        admitted(by);
    }

    @Test
    void withoutOnDeniedNothingIsCounted() {
        limited(10, PlanBuilder.by("42").notBlocked().limit(NONE));
        admitted(PlanBuilder.by("42").notBlocked());
    }

    @Test
    void whoeverIsBlockedIsCountedForNothing() {
        blockForEver("42");
        PlanBuilder unasked = PlanBuilder.by("42").limit(NONE).onDenied(LADDER);
        for (int i = 0; i < 5; i++) {
            assertEquals(0, limited(unasked).blockedUntilMicros());
        }
        assertEquals(BlockSource.MANUAL, blocked(offence()).source());
        unblock("42");
        limited(2, offence());
        assertEquals(T0 + MINUTE, limited(offence()).blockedUntilMicros());
    }

    @Test
    void unblockingKeepsTheRungAndCountsTheBlockAsEndedNow() {
        limited(3, offence());
        time.advanceMicros(SECOND);
        assertTrue(unblock("42").isPresent());
        limited(2, offence());
        assertEquals(now() + 600 * SECOND, limited(offence()).blockedUntilMicros());
        time.advanceMicros(SECOND);
        unblock("42");
        time.advanceMicros(2 * HOUR);
        limited(2, offence());
        assertEquals(now() + MINUTE, limited(offence()).blockedUntilMicros());
    }

    @Test
    void aShadowEscalationCountsTheSameAndRefusesNobody() {
        PlanBuilder offence = offence(LADDER.shadow()).notShadowBlocked();
        PlanBuilder harmless = PlanBuilder.by("42").notBlocked().notShadowBlocked();
        limited(2, offence);
        assertShadowRefused(false, admitted(harmless), 1);
        assertEquals(0, limited(offence).blockedUntilMicros());
        assertShadowRefused(true, admitted(harmless), 1);
        assertTrue(blockOf("42").isEmpty());
        assertEquals(List.of(), blockedIds());
        setTime(T0 + MINUTE - 1);
        limited(5, offence);
        assertShadowRefused(true, admitted(harmless), 1);
        setTime(T0 + MINUTE);
        assertShadowRefused(false, admitted(harmless), 1);
        limited(2, offence);
        assertShadowRefused(false, admitted(harmless), 1);
        limited(offence);
        setTime(T0 + MINUTE + 600 * SECOND - 1);
        assertShadowRefused(true, admitted(harmless), 1);
    }

    @Test
    void shadowAndEnforcedEscalationsHaveStatesOfTheirOwn() {
        limited(2, offence());
        limited(2, offence(LADDER.shadow()));
        assertEquals(0, limited(offence(LADDER.shadow())).blockedUntilMicros());
        admitted(PlanBuilder.by("42").notBlocked());
        assertEquals(T0 + MINUTE, limited(offence()).blockedUntilMicros());
    }

    @Test
    void unblockingLiftsAShadowBlockToo() {
        limited(3, offence(LADDER.shadow()));
        assertTrue(unblock("42").isEmpty());
        PlanBuilder harmless = PlanBuilder.by("42").notBlocked().notShadowBlocked();
        assertShadowRefused(false, admitted(harmless), 1);
    }
}
