package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Law 3: a retry exactly at the end of the wait passes if nobody else spent anything; a microsecond earlier fails. */
abstract class HonestWaitLaw extends StoreLaw {

    private static final List<Duration> ODD = List.of(
            seconds(1),
            seconds(7),
            Duration.of(999_983, ChronoUnit.MICROS),
            Duration.of(1, ChronoUnit.MICROS),
            Duration.ofDays(30));

    @Test
    void slidingWindowPassesWhenItsOldestPermitLeaves() {
        for (Duration per : ODD) {
            assertHonest(RateLimit.slidingWindow(1, per));
            assertHonest(RateLimit.slidingWindow(3, per));
            assertHonest(RateLimit.slidingWindow(1000, per).cost(37));
        }
    }

    @Test
    void tokenBucketPassesAtTheFirstMicrosecondThatHoldsTheCost() {
        for (Duration per : ODD) {
            assertHonest(RateLimit.tokenBucket(1, per));
            assertHonest(RateLimit.tokenBucket(7, per, 3));
            assertHonest(RateLimit.tokenBucket(3, per, 7).cost(5));
            assertHonest(RateLimit.tokenBucket(999_999, per, 1000).cost(999));
        }
    }

    @Test
    void fixedWindowPassesAtTheNextEdge() {
        for (Duration per : ODD) {
            assertHonest(RateLimit.fixedWindow(1, per));
            assertHonest(RateLimit.fixedWindow(5, per).cost(2));
        }
    }

    @Test
    void aCostWaitsForAsManyStampsAsItNeeds() {
        RateLimit window = RateLimit.slidingWindow(4, seconds(10));
        PlanBuilder one = PlanBuilder.by("42").limit(window);
        for (int i = 0; i < 4; i++) {
            admitted(one);
            time.advanceMicros(SECOND);
        }
        PlanBuilder three = PlanBuilder.by("42").limit(window.cost(3));
        Verdict.RateLimited denied = limited(three);
        assertEquals(T0 + 12 * SECOND, denied.untilMicros());
        assertEquals(0, denied.remaining());
        assertPassesExactlyAt(denied.untilMicros(), three);
    }

    @Test
    void aWaitIsRoundedUpToTheMicrosecond() {
        PlanBuilder thirds = PlanBuilder.by("42").limit(RateLimit.tokenBucket(3, seconds(1), 1));
        admitted(thirds);
        assertEquals(T0 + 333_334, limited(thirds).untilMicros());
        assertPassesExactlyAt(T0 + 333_334, thirds);
        assertEquals(T0 + 666_668, limited(thirds).untilMicros());
    }

    @Test
    void roundingNeverAddsUp() {
        PlanBuilder thirds = PlanBuilder.by("42").limit(RateLimit.tokenBucket(3, seconds(1), 2));
        admitted(2, thirds);
        for (int spent = 1; spent <= 300; spent++) {
            long until = T0 + (spent * SECOND + 2) / 3;
            assertEquals(until, limited(thirds).untilMicros());
            setTime(until);
            admitted(thirds);
        }
    }

    @Test
    void ofSeveralRefusingLimitsTheLongestWaitIsNamed() {
        PlanBuilder plan = PlanBuilder.plan("42", "-100")
                .limit("short", RateLimit.slidingWindow(1, seconds(1)))
                .limit("long", RateLimit.tokenBucket(1, seconds(30)).scope(Scope.CHAT))
                .limit("middle", RateLimit.fixedWindow(1, seconds(20)).scope(Scope.MEMBER));
        admitted(plan);
        Verdict.RateLimited denied = limited(plan);
        assertEquals(1, denied.step());
        assertEquals(T0 + 30 * SECOND, denied.untilMicros());
        assertPassesExactlyAt(denied.untilMicros(), plan);
    }

    @Test
    void ofEqualWaitsTheFirstIsNamed() {
        PlanBuilder plan = PlanBuilder.plan("42", "-100")
                .limit("roomy", RateLimit.slidingWindow(9, seconds(90)))
                .limit("first", RateLimit.fixedWindow(1, seconds(10)))
                .limit("second", RateLimit.slidingWindow(1, seconds(10)).scope(Scope.CHAT))
                .limit("third", RateLimit.tokenBucket(1, seconds(10)));
        admitted(plan);
        assertEquals(1, limited(plan).step());
    }

    @Test
    void neverIsTheLongestWait() {
        PlanBuilder plan = PlanBuilder.by("42")
                .limit("long", RateLimit.slidingWindow(1, Duration.ofDays(36_500)))
                .limit("none", RateLimit.slidingWindow(0, seconds(1)))
                .limit("none too", RateLimit.tokenBucket(0, seconds(1)));
        admitted(PlanBuilder.by("42").limit("long", RateLimit.slidingWindow(1, Duration.ofDays(36_500))));
        assertEquals(new Verdict.RateLimited(1, T0, Verdict.NEVER, 0, 0), ask(plan));
    }

    @Test
    void noPermitsMeansNeverWhateverTheAlgorithmAndCost() {
        for (RateLimit none : List.of(
                RateLimit.slidingWindow(0, seconds(1)),
                RateLimit.tokenBucket(0, seconds(1)).cost(5),
                RateLimit.fixedWindow(0, seconds(1)))) {
            assertEquals(
                    new Verdict.RateLimited(0, T0, Verdict.NEVER, 0, 0),
                    ask(PlanBuilder.by("42").limit(none)));
        }
    }

    @Test
    void theWaitOfADenialThatTipsIsTheLimitsOwn() {
        Escalation second = Escalation.of(2, seconds(60), List.of(seconds(600)), seconds(60));
        PlanBuilder plan = PlanBuilder.by("42")
                .notBlocked()
                .limit(RateLimit.slidingWindow(1, seconds(5)))
                .onDenied(second);
        admitted(plan);
        limited(plan);
        Verdict.RateLimited tipping = limited(plan);
        assertEquals(T0 + 5 * SECOND, tipping.untilMicros());
        assertEquals(T0 + 600 * SECOND, tipping.blockedUntilMicros());
        assertPassesExactlyAt(tipping.blockedUntilMicros(), plan);
    }

    @Test
    void aDuplicateWaitsForItsWindow() {
        PlanBuilder plan = PlanBuilder.by("42").fingerprint(1, 2 * SECOND);
        admitted(plan);
        time.advanceMicros(SECOND);
        assertEquals(new Verdict.Duplicate(0, T0 + SECOND, T0 + 2 * SECOND), ask(plan));
        assertPassesExactlyAt(T0 + 2 * SECOND, plan);
    }

    @Test
    void aBlockedSubjectWaitsForItsBlock() {
        block("42", seconds(30));
        PlanBuilder plan = PlanBuilder.by("42").notBlocked();
        assertEquals(T0 + 30 * SECOND, blocked(plan).untilMicros());
        assertPassesExactlyAt(T0 + 30 * SECOND, plan);
    }

    @Test
    void waitsCountFromTheRealNowAfterTheClockSteppedBack() {
        for (RateLimit limit : List.of(
                RateLimit.slidingWindow(1, seconds(10)),
                RateLimit.tokenBucket(1, seconds(10)),
                RateLimit.fixedWindow(1, seconds(10)))) {
            setTime(T0 + 40 * SECOND);
            PlanBuilder plan = PlanBuilder.by(limit.describe()).limit(limit);
            admitted(plan);
            time.advanceMicros(-SECOND);
            assertEquals(new Verdict.RateLimited(0, T0 + 39 * SECOND, T0 + 50 * SECOND, 0, 0), ask(plan));
            assertPassesExactlyAt(T0 + 50 * SECOND, plan);
        }
    }

    /** Spends until the limit refuses, at instants that fit nothing, then waits exactly as long as it says; thrice. */
    private void assertHonest(RateLimit limit) {
        PlanBuilder plan = PlanBuilder.by(limit.describe()).limit(limit);
        long step = Math.max(1, limit.perMicros() / 7919);
        for (int round = 0; round < 3; round++) {
            int spent = 0;
            Verdict verdict = ask(plan);
            while (verdict instanceof Verdict.Admitted) {
                time.advanceMicros(spent % 2 == 0 && limit.perMicros() > 10_000 ? step : 0);
                verdict = ask(plan);
                spent++;
            }
            assertPassesExactlyAt(((Verdict.RateLimited) verdict).untilMicros(), plan);
        }
    }
}
