package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Law 11: changing a limit in flight never errors and never forgets a block. */
abstract class PolicyChangeLaw extends StoreLaw {

    private static final RateLimit SLIDING = RateLimit.slidingWindow(5, seconds(10));
    private static final RateLimit BUCKET = RateLimit.tokenBucket(5, seconds(10));
    private static final RateLimit FIXED = RateLimit.fixedWindow(5, seconds(10));

    private static PlanBuilder by(RateLimit limit) {
        return PlanBuilder.by("42").notBlocked().limit("same", limit);
    }

    private static List<RateLimit> manyLimits() {
        List<RateLimit> limits = new ArrayList<>();
        for (Duration per : List.of(seconds(1), seconds(10), Duration.ofDays(30), TraceMicros.duration(999_983))) {
            for (int permits : new int[] {0, 1, 3, 1000}) {
                limits.add(RateLimit.slidingWindow(permits, per));
                limits.add(RateLimit.tokenBucket(permits, per));
                limits.add(RateLimit.fixedWindow(permits, per));
            }
            limits.add(RateLimit.tokenBucket(3, per, 7).cost(7));
            limits.add(RateLimit.slidingWindow(3, per).cost(3));
        }
        return limits;
    }

    @Test
    void everyLimitCanBecomeEveryOtherOne() {
        for (RateLimit before : manyLimits()) {
            for (RateLimit after : manyLimits()) {
                ask(by(before));
                ask(by(after));
                time.advanceMicros(12_345);
            }
        }
    }

    @Test
    void noChangeForgetsABlock() {
        blockForEver("42");
        Escalation atOnce = Escalation.of(1, seconds(60), List.of(Duration.ofDays(7)), seconds(60));
        limited(PlanBuilder.by("43")
                .limit("none", RateLimit.slidingWindow(0, seconds(1)))
                .onDenied(atOnce));
        for (RateLimit limit : manyLimits()) {
            ask(PlanBuilder.by("42").limit("same", limit));
            ask(PlanBuilder.by("43").limit("same", limit));
            blocked(by(limit));
            blocked(PlanBuilder.by("43").notBlocked().limit("same", limit));
            time.advanceMicros(SECOND);
        }
    }

    @Test
    void aChangedAlgorithmStartsFull() {
        for (RateLimit before : List.of(SLIDING, BUCKET, FIXED)) {
            for (RateLimit after : List.of(SLIDING, BUCKET, FIXED)) {
                PlanBuilder user = PlanBuilder.by(before.describe() + after.describe());
                admitted(user.limit("same", before.cost(5)));
                if (before.equals(after)) {
                    limited(user.limit("same", after));
                } else {
                    assertEquals(4, admitted(user.limit("same", after)).remaining(0));
                }
            }
        }
    }

    @Test
    void aBucketWhosePermitsPerOrBurstChangedStartsFull() {
        List<RateLimit> others = List.of(
                RateLimit.tokenBucket(6, seconds(10), 5),
                RateLimit.tokenBucket(5, seconds(11)),
                RateLimit.tokenBucket(10, seconds(20), 5),
                RateLimit.tokenBucket(5, seconds(10), 6));
        for (RateLimit other : others) {
            PlanBuilder user = PlanBuilder.by(other.describe());
            admitted(user.limit("same", BUCKET.cost(5)));
            assertEquals(other.burst() - 1, admitted(user.limit("same", other)).remaining(0));
            limited(user.limit("same", BUCKET)); // it is in use side by side, see SideBySideLaw
        }
    }

    @Test
    void aDeniedPlanChangesNoBucket() {
        admitted(by(BUCKET.cost(5)));
        limited(by(RateLimit.tokenBucket(6, seconds(10))).limit("none", RateLimit.slidingWindow(0, seconds(1))));
        limited(by(BUCKET));
    }

    @Test
    void aChangedCostKeepsEverything() {
        for (RateLimit limit : List.of(SLIDING, BUCKET, FIXED)) {
            PlanBuilder user = PlanBuilder.by(limit.describe());
            admitted(user.limit("same", limit.cost(2)));
            assertEquals(0, admitted(user.limit("same", limit.cost(3))).remaining(0));
            limited(user.limit("same", limit));
        }
    }

    @Test
    void aSlidingWindowKeepsItsNewestStamps() {
        for (int i = 0; i < 5; i++) {
            admitted(by(SLIDING));
            time.advanceMicros(SECOND);
        }
        RateLimit fewer = RateLimit.slidingWindow(2, seconds(10));
        assertEquals(T0 + 13 * SECOND, limited(by(fewer)).untilMicros());
        assertEquals(0, limited(by(fewer)).remaining());
        RateLimit shorter = RateLimit.slidingWindow(5, seconds(3));
        assertEquals(2, admitted(by(shorter)).remaining(1));
        RateLimit more = RateLimit.slidingWindow(9, seconds(3));
        assertEquals(5, admitted(by(more)).remaining(1));
    }

    @Test
    void aSlidingWindowThatGrowsCountsWhatItRemembers() {
        admitted(3, by(SLIDING));
        RateLimit longer = RateLimit.slidingWindow(5, seconds(20));
        assertEquals(1, admitted(by(longer)).remaining(1));
        time.advanceMicros(15 * SECOND);
        RateLimit tighter = RateLimit.slidingWindow(4, seconds(20));
        assertEquals(T0 + 20 * SECOND, limited(by(tighter)).untilMicros());
    }

    @Test
    void noChangeRevivesWhatHasEnded() {
        admitted(5, by(SLIDING));
        time.advanceMicros(10 * SECOND);
        RateLimit longer = RateLimit.slidingWindow(5, Duration.ofDays(1));
        assertEquals(4, admitted(by(longer)).remaining(1));
    }

    @Test
    void aFixedWindowKeepsItsCountIfPerIsEqual() {
        admitted(3, by(FIXED));
        assertEquals(5, admitted(by(RateLimit.fixedWindow(9, seconds(10)))).remaining(1));
        Verdict.RateLimited denied = limited(by(RateLimit.fixedWindow(2, seconds(10))));
        assertEquals(0, denied.remaining());
        assertEquals(T0 + 10 * SECOND, denied.untilMicros());
        assertEquals(4, admitted(by(RateLimit.fixedWindow(5, seconds(20)))).remaining(1));
    }

    @Test
    void aChangedScopeIsAnothersBudget() {
        PlanBuilder here = PlanBuilder.plan("42", "-100");
        admitted(here.limit("same", SLIDING.cost(5)));
        admitted(here.limit("same", SLIDING.scope(Scope.CHAT)));
        limited(here.limit("same", SLIDING));
    }

    @Test
    void aChangedEscalationKeepsRungCountAndBlock() {
        RateLimit none = RateLimit.slidingWindow(0, seconds(1));
        PlanBuilder by = PlanBuilder.by("42").notBlocked().limit(none);
        Escalation five = Escalation.of(5, seconds(60), List.of(seconds(60)), seconds(600));
        limited(2, by.onDenied(five));
        Escalation three = Escalation.of(3, seconds(60), List.of(seconds(30), seconds(90)), seconds(600));
        assertEquals(T0 + 30 * SECOND, limited(by.onDenied(three)).blockedUntilMicros());
        blocked(by.onDenied(five));
        setTime(T0 + 30 * SECOND);
        limited(4, by.onDenied(five));
        assertEquals(now() + 90 * SECOND, limited(by.onDenied(three)).blockedUntilMicros());
    }
}
