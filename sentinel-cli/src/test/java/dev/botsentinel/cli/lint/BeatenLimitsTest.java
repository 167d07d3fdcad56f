package dev.botsentinel.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.cli.worstcase.LimitComparison;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policytest.GuardUnderTest;
import dev.botsentinel.policytest.RuleCoverage;
import dev.botsentinel.policytest.SentUpdate;
import dev.botsentinel.telegram.BotNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** That a limit is beaten is no guess: in random traffic it makes no difference to what passes. */
class BeatenLimitsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aBeatenLimitMakesNoDifference() {
        Random random = new Random(13);
        int beaten = 0;
        int refusals = 0;
        for (int i = 0; i < 3000; i++) {
            RateLimit beside = limit(random).named("beside");
            RateLimit limit = limit(random).named("limit");
            if (LimitComparison.neverRefuses(limit, beside)) {
                beaten++;
                refusals += refusals(limit, beside, random);
            }
        }
        assertThat(beaten).isGreaterThan(200);
        assertThat(refusals).as("the traffic was dense enough").isGreaterThan(2000);
    }

    private static int refusals(RateLimit limit, RateLimit beside, Random random) {
        int refusals = 0;
        try (GuardUnderTest alone = guard(Policy.limits(beside));
                GuardUnderTest both = guard(Policy.limits(limit, beside))) {
            for (int n = 0; n < 60; n++) {
                Duration pause = Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(3000) : 0);
                alone.time().advance(pause);
                both.time().advance(pause);
                boolean allowed = alone.decide(SentUpdate.from(1).callback("a")).isAllowed();
                assertThat(both.decide(SentUpdate.from(1).callback("a")).isAllowed())
                        .as("%s beside %s", limit.describe(), beside.describe())
                        .isEqualTo(allowed);
                refusals += allowed ? 0 : 1;
            }
        }
        return refusals;
    }

    private static GuardUnderTest guard(Policy policy) {
        PolicySet whole = PolicySet.builder().defaults(policy).build();
        return new GuardUnderTest(whole, Map.of(), BotNames.UNKNOWN, START, new RuleCoverage(whole));
    }

    private static RateLimit limit(Random random) {
        int permits = 1 + random.nextInt(12);
        Duration per = Duration.ofSeconds(1 + random.nextInt(6));
        int cost = 1 + random.nextInt(Math.min(3, permits));
        return switch (random.nextInt(3)) {
            case 0 -> RateLimit.slidingWindow(permits, per).cost(cost);
            case 1 -> RateLimit.fixedWindow(permits, per).cost(cost);
            default ->
                RateLimit.tokenBucket(permits, per, cost + random.nextInt(9)).cost(cost);
        };
    }
}
