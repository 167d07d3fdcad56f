package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.storage.tests.ReferenceHarness;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts made for plans decide as the reference does, on traces that use the fast path. */
class PlanScriptTest {

    private static final int CALLS = 600;
    private static final long SECOND = 1_000_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aPlansOwnScriptDecidesAsTheReferenceDoes(long seed) {
        Random random = new Random(seed);
        ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
        try (RedisHarness redis = new RedisHarness(time);
                ReferenceHarness reference = new ReferenceHarness(time)) {
            List<Plan> plans = List.of(plan(random), plan(random));
            SentinelStore ours = redis.instance();
            SentinelStore theirs = reference.instance();
            List<PreparedPlan> own = plans.stream().map(ours::prepare).toList();
            List<PreparedPlan> others = plans.stream().map(theirs::prepare).toList();
            int admitted = 0;
            int plan = 0;
            for (int i = 0; i < CALLS; i++) {
                plan = random.nextInt(8) == 0 ? random.nextInt(plans.size()) : plan;
                time.advanceMicros(step(random));
                Facts facts = Facts.of(Integer.toString(random.nextInt(3)), "-1")
                        .withFingerprint(random.nextInt(30))
                        .withUpdateId(random.nextInt(40));
                Verdict expected = join(others.get(plan), facts);
                assertThat(join(own.get(plan), facts))
                        .as("call %d of %s", i, plans.get(plan))
                        .isEqualTo(expected);
                admitted += expected instanceof Verdict.Admitted ? 1 : 0;
            }
            assertThat(admitted).isBetween(CALLS / 20, CALLS);
        }
    }

    @Test
    void thereAreAtMostSoManyAndTheRestShareOne() {
        ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
        try (RedisHarness redis = new RedisHarness(time)) {
            SentinelStore store = redis.instance();
            Facts facts = Facts.of("42", null);
            for (int i = 0; i < PlanScripts.MAX_SCRIPTS + 3; i++) {
                Plan plan = new Plan(List.of(limit("limit" + i, RateLimit.perMinute(2))), true, false, null, false);
                assertThat(join(store.prepare(plan), facts))
                        .isEqualTo(
                                new Verdict.AdmittedBuilder(1).remaining(0, 1).build());
                assertThat(join(store.prepare(plan), facts))
                        .isEqualTo(
                                new Verdict.AdmittedBuilder(1).remaining(0, 0).build());
            }
        }
    }

    /** Sometimes back, otherwise by moments, by seconds, or past the end of state. */
    private static long step(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> -random.nextInt(3_000_000);
            case 1 -> 20 * SECOND + random.nextInt(60_000_000);
            case 2, 3, 4, 5 -> 0;
            case 6, 7, 8, 9, 10 -> random.nextInt(1000);
            default -> random.nextInt(1_500_000);
        };
    }

    private static Plan plan(Random random) {
        List<Step> steps = new ArrayList<>();
        if (random.nextInt(4) > 0) {
            steps.add(Step.NotBlocked.ENFORCE);
        }
        if (random.nextInt(4) > 0) {
            Step.FirstSeen.Kind kind =
                    random.nextInt(3) == 0 ? Step.FirstSeen.Kind.UPDATE_ID : Step.FirstSeen.Kind.FINGERPRINT;
            steps.add(new Step.FirstSeen(kind, Scope.USER, (1 + random.nextInt(4)) * SECOND, Mode.ENFORCE));
        }
        int limits = 1 + random.nextInt(3);
        for (int i = 0; i < limits; i++) {
            steps.add(limit("limit" + random.nextInt(2) + i, limit(random)));
        }
        Escalation escalation = Escalation.of(
                2 + random.nextInt(4),
                Duration.ofSeconds(5),
                List.of(Duration.ofSeconds(3), Duration.ofSeconds(20)),
                Duration.ofMinutes(1));
        return new Plan(steps, true, true, random.nextBoolean() ? escalation : null, false);
    }

    private static RateLimit limit(Random random) {
        Duration per = Duration.ofMillis(500 + random.nextInt(12_000));
        int permits = 2 + random.nextInt(9);
        return switch (random.nextInt(4)) {
            case 0 -> RateLimit.fixedWindow(permits, per);
            case 1 -> RateLimit.tokenBucket(permits, per, 1 + permits);
            case 2 -> RateLimit.slidingWindow(20 * permits, Duration.ofHours(2));
            default -> RateLimit.slidingWindow(permits, per);
        };
    }

    private static Step limit(String name, RateLimit limit) {
        return new Step.TakePermits(new AppliedLimit(name, "=" + name, limit.scope(), limit));
    }

    private static Verdict join(PreparedPlan plan, Facts facts) {
        return plan.evaluate(facts).toStage().toCompletableFuture().join();
    }
}
