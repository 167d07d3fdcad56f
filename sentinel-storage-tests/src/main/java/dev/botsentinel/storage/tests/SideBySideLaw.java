package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.CalendarPeriod;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.SentinelStore;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Law 1: while two versions of a limit are in use side by side, never more is admitted than the larger one allows. */
abstract class SideBySideLaw extends StoreLaw {

    private static final Duration HOURLY = seconds(3600);
    private static final RateLimit BUCKET = RateLimit.tokenBucket(3, HOURLY);
    private static final RateLimit LARGER_BUCKET = RateLimit.tokenBucket(4, HOURLY);
    private static final RateLimit WINDOW = RateLimit.slidingWindow(5, seconds(10));

    private record Versions(RateLimit first, RateLimit second) {

        static Versions of(RateLimit first, RateLimit second) {
            return new Versions(first, second);
        }

        Versions swapped() {
            return of(second, first);
        }

        String subject() {
            return first.describe() + " | " + second.describe();
        }

        int larger() {
            return Math.max(first.burst(), second.burst());
        }
    }

    /** Two versions that no state is common to. */
    private static final List<Versions> PAIRS = List.of(
            Versions.of(BUCKET, LARGER_BUCKET),
            Versions.of(RateLimit.tokenBucket(3, HOURLY, 5), RateLimit.tokenBucket(3, HOURLY, 7)),
            Versions.of(RateLimit.tokenBucket(10, seconds(60)), RateLimit.tokenBucket(12, HOURLY)),
            Versions.of(RateLimit.tokenBucket(5, HOURLY, 9), RateLimit.tokenBucket(8, HOURLY, 3)),
            Versions.of(BUCKET, RateLimit.slidingWindow(4, HOURLY)),
            Versions.of(LARGER_BUCKET, RateLimit.slidingWindow(3, HOURLY)),
            Versions.of(BUCKET, RateLimit.fixedWindow(5, HOURLY)),
            Versions.of(RateLimit.slidingWindow(6, HOURLY), RateLimit.fixedWindow(4, seconds(60))),
            Versions.of(RateLimit.slidingWindow(20, HOURLY), RateLimit.slidingWindow(5, seconds(10))),
            Versions.of(RateLimit.fixedWindow(3, seconds(10)), RateLimit.fixedWindow(4, seconds(20))),
            Versions.of(
                    RateLimit.fixedWindow(3, CalendarPeriod.day(CalendarPeriod.DEFAULT_ZONE)),
                    RateLimit.fixedWindow(5, HOURLY)),
            Versions.of(
                    RateLimit.fixedWindow(3, CalendarPeriod.day(CalendarPeriod.DEFAULT_ZONE)),
                    RateLimit.fixedWindow(4, CalendarPeriod.month(CalendarPeriod.DEFAULT_ZONE))));

    private PlanBuilder by(RateLimit limit) {
        return PlanBuilder.by("42").limit("same", limit);
    }

    private Verdict ask(SentinelStore instance, PlanBuilder plan) {
        return await(plan.build().on(instance));
    }

    private long remaining(RateLimit limit) {
        return admitted(by(limit)).remaining(0);
    }

    @Test
    void alternatingVersionsAdmitTogetherWhatTheLargerAllows() {
        for (Versions pair : PAIRS) {
            for (Versions versions : List.of(pair, pair.swapped())) {
                assertEquals(versions.larger(), admittedAtOnce(versions, 100), versions::toString);
            }
        }
    }

    private int admittedAtOnce(Versions versions, int tries) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            RateLimit limit = i % 2 == 0 ? versions.first : versions.second;
            SentinelStore instance = i % 2 == 0 ? store : otherInstance();
            PlanBuilder plan = PlanBuilder.by(versions.subject()).limit("same", limit);
            admitted += ask(instance, plan) instanceof Verdict.Admitted ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void noStretchSeesMoreThanTheLargerBurstAndTheLargerRate() {
        for (Versions pair : PAIRS) {
            if (pair.first.algorithm() != Algorithm.FIXED_WINDOW && pair.second.algorithm() != Algorithm.FIXED_WINDOW) {
                assertBoundOverTime(pair);
                assertBoundOverTime(pair.swapped());
            }
        }
    }

    /** A flood on both, for several times the longer of their spans. */
    private void assertBoundOverTime(Versions versions) {
        long span = Math.max(LimitState.spanMicros(versions.first), LimitState.spanMicros(versions.second));
        NavigableMap<Long, Integer> admitted = new TreeMap<>();
        long start = now();
        for (long step = 0; step < 60; step++) {
            setTime(start + step * (span / 17));
            int passed = admittedAtOnce(versions, step % 3 == 0 ? 7 : 4);
            admitted.merge(now(), passed, Integer::sum);
        }
        for (long from : admitted.keySet()) {
            long total = 0;
            for (var entry : admitted.tailMap(from).entrySet()) {
                total += entry.getValue();
                long bound = versions.larger()
                        + Math.max(
                                refill(versions.first, entry.getKey() - from),
                                refill(versions.second, entry.getKey() - from));
                long sum = total;
                assertTrue(
                        sum <= bound,
                        () -> sum + " admitted of " + versions + " in " + (entry.getKey() - from) + " us, bound "
                                + bound);
            }
        }
    }

    private static long refill(RateLimit limit, long micros) {
        return LongStream.of(limit.permits(), micros).reduce(1, Math::multiplyExact) / limit.perMicros();
    }

    @Test
    void eachVersionCountsWhatBothSpend() {
        RateLimit five = RateLimit.tokenBucket(5, HOURLY);
        RateLimit nine = RateLimit.tokenBucket(9, HOURLY);
        assertEquals(3, remaining(five.cost(2)));
        assertEquals(8, remaining(nine)); // a change starts full
        assertEquals(1, remaining(five)); // that is no change: 2 + 1 + 1 are spent
        assertEquals(4, remaining(nine)); // 2 of them before it began
        assertEquals(0, limited(by(five)).remaining());
        assertEquals(3, remaining(nine));
    }

    @Test
    void aBucketNeverHoldsLessThanNothing() {
        admitted(3, by(BUCKET));
        admitted(4, by(LARGER_BUCKET));
        assertPassesExactlyAt(T0 + HOUR / 3, by(BUCKET));
    }

    @Test
    void waitsAreExactForBoth() {
        admitted(2, by(WINDOW));
        time.advanceMicros(SECOND);
        admitted(by(BUCKET));
        time.advanceMicros(SECOND);
        admitted(2, by(WINDOW));
        Verdict.RateLimited window = limited(by(WINDOW));
        assertEquals(T0 + 10 * SECOND, window.untilMicros());
        Verdict.RateLimited bucket = limited(by(BUCKET));
        assertPassesExactlyAt(window.untilMicros(), by(WINDOW));
        assertTrue(bucket.untilMicros() > now());
        Verdict.RateLimited later = limited(by(BUCKET));
        assertPassesExactlyAt(later.untilMicros(), by(BUCKET));
    }

    @Test
    void aPlainChangeStartsFullHoweverMuchWasSpent() {
        admitted(3, by(BUCKET));
        limited(by(BUCKET));
        assertEquals(3, remaining(LARGER_BUCKET));
        admitted(3, by(LARGER_BUCKET));
        limited(by(LARGER_BUCKET));
        assertEquals(4, remaining(RateLimit.slidingWindow(5, HOURLY)));
    }

    /** Its refusals leave no trace, so nothing tells that it is still in use. */
    @Test
    void aVersionThatWasExhaustedBeforeTheOtherBeganHadItsPermitsAlready() {
        admitted(3, by(BUCKET));
        int admitted = 0;
        for (int i = 0; i < 100; i++) {
            admitted += ask(by(i % 2 == 0 ? LARGER_BUCKET : BUCKET)) instanceof Verdict.Admitted ? 1 : 0;
        }
        assertEquals(4, admitted);
    }

    @Test
    void aDeniedPlanStartsNoVersion() {
        admitted(2, by(BUCKET));
        limited(by(LARGER_BUCKET).limit("none", RateLimit.slidingWindow(0, HOURLY)));
        assertEquals(1, remaining(by(BUCKET)) + 1);
        admitted(by(BUCKET));
        limited(by(BUCKET));
    }

    @Test
    void aVersionThatHasRecoveredIsForgotten() {
        admitted(3, by(BUCKET));
        admitted(by(LARGER_BUCKET));
        time.advanceMicros(2 * HOUR);
        admitted(4, by(LARGER_BUCKET));
        assertEquals(2, remaining(BUCKET)); // a change again
    }

    @Test
    void aVersionThatWasNotUsedForADayIsForgotten() {
        admitted(by(BUCKET));
        admitted(by(LARGER_BUCKET));
        for (long minutes = 15; minutes < 24 * 60; minutes += 15) {
            setTime(T0 + minutes * MINUTE);
            admitted(by(LARGER_BUCKET));
        }
        assertEquals(0, limited(by(BUCKET)).remaining());
        setTime(T0 + DAY);
        assertEquals(2, remaining(BUCKET));
    }

    @Test
    void aThirdVersionTakesThePlaceOfTheFirst() {
        admitted(3, by(BUCKET));
        admitted(by(LARGER_BUCKET));
        admitted(by(WINDOW));
        assertEquals(2, remaining(BUCKET));
    }

    @Test
    void aResetForgetsBoth() {
        admitted(3, by(BUCKET));
        admitted(3, by(LARGER_BUCKET));
        await(store.admin().reset(budget(BUCKET)));
        assertEquals(2, remaining(BUCKET));
        assertEquals(3, remaining(LARGER_BUCKET));
        await(store.admin().reset(Owner.user("42")));
        assertEquals(3, remaining(LARGER_BUCKET));
    }

    @Test
    void aRefundIsOfTheVersionThatIsMeant() {
        admitted(3, by(BUCKET));
        admitted(2, by(LARGER_BUCKET));
        assertEquals(2, await(store.admin().refund(budget(BUCKET), 2, 1)).permits());
        assertEquals(
                1,
                await(store.admin().inspect(Owner.user("42"), List.of(applied(LARGER_BUCKET))))
                                .budgets()
                                .get(0)
                                .remaining()
                        - 1);
        assertEquals(1, remaining(BUCKET));
    }

    @Test
    void aCorrectedClockMovesBoth() {
        admitted(2, by(BUCKET));
        admitted(by(LARGER_BUCKET));
        time.advanceMicros(-HOUR);
        assertEquals(0, limited(by(BUCKET)).remaining());
        assertPassesExactlyAt(T0 - HOUR + HOUR / 3, by(BUCKET));
    }

    private static AppliedLimit applied(RateLimit limit) {
        return new AppliedLimit("same", "=same", limit.scope(), limit);
    }

    private static Budget budget(RateLimit limit) {
        return Budget.of(Owner.user("42"), List.of(applied(limit))).get(0);
    }
}
