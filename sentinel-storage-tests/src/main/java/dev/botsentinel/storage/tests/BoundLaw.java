package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Law 1: per algorithm, never more admitted than its bound, with any number of threads and instances. */
abstract class BoundLaw extends StoreLaw {

    private static final int THREADS = 4;
    private static final int EACH = 60;

    @Test
    void slidingWindowAdmitsItsPermitsAndNoMoreUnderContention() {
        assertAdmittedUnderContention(50, RateLimit.slidingWindow(50, seconds(60)));
    }

    @Test
    void tokenBucketAdmitsItsBurstAndNoMoreUnderContention() {
        assertAdmittedUnderContention(30, RateLimit.tokenBucket(50, seconds(60), 30));
    }

    @Test
    void fixedWindowAdmitsItsPermitsAndNoMoreUnderContention() {
        assertAdmittedUnderContention(50, RateLimit.fixedWindow(50, seconds(60)));
    }

    @Test
    void costsAreSpentWholeOrNotAtAllUnderContention() {
        assertAdmittedUnderContention(
                16, RateLimit.slidingWindow(50, seconds(60)).cost(3));
        assertAdmittedUnderContention(7, RateLimit.tokenBucket(50, seconds(60)).cost(7));
        assertAdmittedUnderContention(4, RateLimit.fixedWindow(50, seconds(60)).cost(11));
    }

    @Test
    void noSlidingWindowSeesMoreThanItsPermits() {
        NavigableMap<Long, Integer> admitted = admittedOverTime(RateLimit.slidingWindow(20, seconds(10)));
        admitted.forEach((at, any) ->
                assertAtMost(20, sum(admitted, at - 10 * SECOND + 1, at), "in the window that ends at " + at));
    }

    @Test
    void noStretchSeesMoreThanBurstAndRefill() {
        NavigableMap<Long, Integer> admitted = admittedOverTime(RateLimit.tokenBucket(20, seconds(10), 15));
        for (long from : admitted.keySet()) {
            for (long to : admitted.tailMap(from).keySet()) {
                assertAtMost(15 + 20 * (to - from) / (10 * SECOND), sum(admitted, from, to), from + " to " + to);
            }
        }
    }

    @Test
    void noFixedWindowSeesMoreThanItsPermits() {
        NavigableMap<Long, Integer> admitted = admittedOverTime(RateLimit.fixedWindow(20, seconds(10)));
        for (long start = T0; start <= admitted.lastKey(); start += 10 * SECOND) {
            assertAtMost(20, sum(admitted, start, start + 10 * SECOND - 1), "in the window that starts at " + start);
        }
    }

    @Test
    void ownersInAnyOrderOfStepsKeepTheirBoundsAndNeverDeadlock() {
        RateLimit everyone = RateLimit.slidingWindow(45, seconds(60)).scope(Scope.GLOBAL);
        RateLimit chat = RateLimit.tokenBucket(30, seconds(60)).scope(Scope.CHAT);
        RateLimit user = RateLimit.fixedWindow(20, seconds(60));
        RateLimit member = RateLimit.slidingWindow(15, seconds(60)).scope(Scope.MEMBER);
        List<RateLimit> limits = List.of(everyone, chat, user, member);
        List<Verdict> verdicts = race(i -> {
            PlanBuilder plan = PlanBuilder.plan("user" + i % 3, "chat" + i % 2);
            for (int step = 0; step < limits.size(); step++) {
                RateLimit limit = limits.get((step + i) % limits.size());
                plan = plan.limit(limit.describe(), limit);
            }
            return plan;
        });
        assertEquals(45, count(verdicts, Verdict.Admitted.class));
    }

    @Test
    void oneOfManyIsTheFirst() {
        PlanBuilder plan = PlanBuilder.by("42").fingerprint(7, MINUTE);
        List<Verdict> verdicts = race(i -> plan);
        assertEquals(1, count(verdicts, Verdict.Admitted.class));
        assertEquals(THREADS * EACH - 1, count(verdicts, Verdict.Duplicate.class));
    }

    @Test
    void oneOfManyViolationsTipsTheEscalation() {
        Escalation escalation = Escalation.of(10, seconds(60), List.of(seconds(60)), seconds(60));
        PlanBuilder plan = PlanBuilder.by("42")
                .notBlocked()
                .limit(RateLimit.slidingWindow(5, seconds(60)))
                .onDenied(escalation);
        List<Verdict> verdicts = race(i -> plan);
        assertEquals(5, count(verdicts, Verdict.Admitted.class));
        assertEquals(10, count(verdicts, Verdict.RateLimited.class));
        assertEquals(THREADS * EACH - 15, count(verdicts, Verdict.Blocked.class));
        assertEquals(
                1,
                verdicts.stream()
                        .filter(verdict -> verdict instanceof Verdict.RateLimited limited
                                && limited.blockedUntilMicros() == T0 + MINUTE)
                        .count());
    }

    private void assertAdmittedUnderContention(int expected, RateLimit limit) {
        PlanBuilder plan = PlanBuilder.by("42").limit(limit.describe(), limit);
        assertEquals(expected, count(race(i -> plan), Verdict.Admitted.class), limit::describe);
    }

    /** How many were admitted when: many threads at each of many times, some of them earlier than the last one. */
    private NavigableMap<Long, Integer> admittedOverTime(RateLimit limit) {
        PlanBuilder plan = PlanBuilder.by("42").limit(limit);
        Contention race = new Contention(List.of(store, otherInstance()), 2, 12);
        NavigableMap<Long, Integer> admitted = new TreeMap<>();
        long latest = T0;
        for (int i = 0; i < 30; i++) {
            setTime(T0 + i * 1_234_567L - (i % 3) * 777_777L);
            int passed = (int) count(race.run(any -> plan.build()), Verdict.Admitted.class);
            if (passed > 0) {
                latest = Math.max(latest, now());
                admitted.merge(latest, passed, Integer::sum);
            }
        }
        return admitted;
    }

    private List<Verdict> race(IntFunction<PlanBuilder> plans) {
        return new Contention(List.of(store, otherInstance()), THREADS, EACH)
                .run(i -> plans.apply(i).build());
    }

    private static long sum(NavigableMap<Long, Integer> admitted, long from, long to) {
        return admitted.subMap(from, true, to, true).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static long count(List<Verdict> verdicts, Class<? extends Verdict> kind) {
        return IntStream.range(0, verdicts.size())
                .filter(i -> kind.isInstance(verdicts.get(i)))
                .count();
    }

    private static void assertAtMost(long bound, long admitted, String where) {
        assertTrue(admitted <= bound, () -> admitted + " were admitted, but at most " + bound + " may be: " + where);
    }
}
