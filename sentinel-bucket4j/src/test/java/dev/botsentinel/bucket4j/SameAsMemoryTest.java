package dev.botsentinel.bucket4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random plans and administrators' operations on a memory storage and on one whose token buckets live in Bucket4j: the same
 * verdicts, to the microsecond, and the same budgets.
 */
class SameAsMemoryTest {

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final Set<String> met = new TreeSet<>();
    private final List<Long> retries = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Backend.class)
    void sameVerdictsOnAnyTrace(Backend backend) throws Exception {
        int operations = backend == Backend.CAFFEINE ? 10_000 : 2_000;
        try (Backend.Opened opened = backend.open(time)) {
            SentinelStore memory = MemoryStore.builder().time(time).build();
            Bucket4jLimits bridge = Bucket4jLimits.around(
                            MemoryStore.builder().time(time).build())
                    .limit("everyone", opened.manager())
                    .limit("money", opened.manager())
                    .limit("watched", opened.manager())
                    .limit("never", opened.manager())
                    .time(time)
                    .build();
            Random random = new Random(7);
            for (int i = 0; i < operations; i++) {
                turn(random);
                if (random.nextInt(20) == 0) {
                    sameAdministration(memory.admin(), bridge.admin(), random, i);
                } else {
                    sameVerdict(memory, bridge, random, i);
                }
            }
            assertThat(met).containsExactly("Admitted", "Blocked", "Duplicate", "RateLimited", "shadow refused");
            assertThat(bridge.failedGiveBacks()).isZero();
            assertThat(bridge.failedShadowLimits()).isZero();
        }
    }

    private void sameVerdict(SentinelStore memory, SentinelStore bridge, Random random, int operation) {
        LimitedPlan plan = plan(random);
        Facts facts =
                Facts.of(subject(random), Integer.toString(random.nextInt(2))).withFingerprint(random.nextInt(9));
        Verdict expected = plan.on(memory, facts);
        assertThat(plan.on(bridge, facts))
                .as("operation %d: %s for %s", operation, plan.plan(), facts)
                .isEqualTo(expected);
        met.add(expected.getClass().getSimpleName());
        if (expected instanceof Verdict.Refused refused && refused.untilMicros() != Verdict.NEVER) {
            retries.add(refused.untilMicros());
        }
        if (expected instanceof Verdict.Admitted admitted) {
            for (int i = 0; i < admitted.size(); i++) {
                if (admitted.shadowRefused(i)) {
                    met.add("shadow refused");
                }
            }
        }
    }

    private static LimitedPlan plan(Random random) {
        LimitedPlan plan = LimitedPlan.unlessBlocked();
        if (random.nextInt(3) == 0) {
            plan.firstSeen(300_000);
        }
        List<AppliedLimit> limits =
                new ArrayList<>(List.of(LimitedPlan.EVERYONE, LimitedPlan.MONEY, LimitedPlan.WATCHED, LimitedPlan.OWN));
        if (random.nextInt(50) == 0) {
            limits.add(LimitedPlan.NEVER);
        }
        Collections.shuffle(limits, random);
        plan.limits(limits.subList(0, 1 + random.nextInt(limits.size())).toArray(AppliedLimit[]::new));
        if (random.nextInt(3) == 0) {
            plan.escalating();
        }
        return random.nextInt(10) == 0 ? plan.probe() : plan;
    }

    private static String subject(Random random) {
        return Integer.toString(random.nextInt(4));
    }

    private static void sameAdministration(StoreAdmin memory, StoreAdmin bridge, Random random, int operation) {
        Owner owner = Owner.user(subject(random));
        Budget budget = random.nextBoolean()
                ? new Budget(owner, LimitedPlan.MONEY)
                : new Budget(Owner.GLOBAL, LimitedPlan.EVERYONE);
        int what = random.nextInt(10);
        int permits = 1 + random.nextInt(3);
        long refundId = (long) operation - random.nextInt(3);
        assertThat(administer(bridge, what, owner, budget, permits, refundId))
                .as("operation %d: %d on %s", operation, what, budget)
                .isEqualTo(administer(memory, what, owner, budget, permits, refundId));
    }

    private static Object administer(
            StoreAdmin admin, int what, Owner owner, Budget budget, int permits, long refundId) {
        CompletionStage<?> done = switch (what) {
            case 0 -> admin.reset(budget);
            case 1 -> admin.reset(owner);
            case 2, 3, 4 -> admin.refund(budget, permits, refundId);
            case 5 -> admin.block(new Subject("3"), Duration.ofMillis(200), "tester", "test");
            case 6 -> admin.erase(new Subject("2"));
            default ->
                budget.owner().equals(owner)
                        ? admin.inspect(owner, List.of(LimitedPlan.OWN, LimitedPlan.MONEY))
                        : admin.inspect(Owner.GLOBAL, List.of(LimitedPlan.EVERYONE));
        };
        return String.valueOf(done.toCompletableFuture().join());
    }

    /** Sometimes to exactly when a retry passes, or to a microsecond before. */
    private void turn(Random random) {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                if (!retries.isEmpty()) {
                    long at = retries.get(Math.max(0, retries.size() - 1 - random.nextInt(3))) - random.nextInt(2);
                    if (at > Micros.of(time.instant())) {
                        time.set(Micros.instant(at));
                    }
                }
            }
            case 3 -> time.advanceMicros(random.nextInt(900_000));
            case 4, 5, 6 -> time.advanceMicros(random.nextInt(60_000));
            default -> {}
        }
    }
}
