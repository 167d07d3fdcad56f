package dev.botsentinel.store.resilient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PolicyException;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LocalLimitTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aLimitIsDividedAndRoundedDown() {
        assertThat(divided(RateLimit.slidingWindow(10, MINUTE), 4)).isEqualTo(RateLimit.slidingWindow(2, MINUTE));
        assertThat(divided(RateLimit.fixedWindow(10, MINUTE), 3)).isEqualTo(RateLimit.fixedWindow(3, MINUTE));
        assertThat(divided(RateLimit.tokenBucket(12, MINUTE, 20), 4))
                .isEqualTo(RateLimit.tokenBucket(1, Duration.ofSeconds(20), 5));
    }

    @Test
    void onePermitIsLeftHoweverManyInstances() {
        assertThat(divided(RateLimit.slidingWindow(1, MINUTE), 4)).isEqualTo(RateLimit.slidingWindow(1, MINUTE));
        assertThat(divided(RateLimit.tokenBucket(2, MINUTE, 3), 4)).isEqualTo(RateLimit.tokenBucket(1, MINUTE, 1));
    }

    @Test
    void aLimitWithoutPermitsGrantsNone() {
        assertThat(divided(RateLimit.slidingWindow(0, MINUTE), 4)).isEqualTo(RateLimit.slidingWindow(0, MINUTE));
    }

    @Test
    void aCostAboveThePartIsAllOfThePart() {
        assertThat(divided(RateLimit.slidingWindow(10, MINUTE).cost(5), 4).cost())
                .isEqualTo(2);
        assertThat(divided(RateLimit.slidingWindow(40, MINUTE).cost(5), 4).cost())
                .isEqualTo(5);
    }

    @Test
    void oneInstanceHasItAll() {
        RateLimit limit = RateLimit.tokenBucket(7, MINUTE, 9).cost(3);
        assertThat(divided(limit, 1)).isEqualTo(limit);
    }

    @Test
    void itIsKeptApartFromTheSharedOne() {
        AppliedLimit shared = applied(RateLimit.perMinute(10).shadow());
        AppliedLimit local = LocalLimit.of(shared, 2);
        assertThat(local.key()).startsWith("!").endsWith(shared.key());
        assertThat(local.id()).isEqualTo(shared.id());
        assertThat(local.scope()).isEqualTo(shared.scope());
        assertThat(local.isShadow()).isTrue();
    }

    @Property
    void anyLimitCanBeDividedAndAllPartsTogetherGrantNoMoreUnlessOneIsTheLeast(
            @ForAll Algorithm algorithm,
            @ForAll @IntRange(min = 1, max = 2_000_000_000) int permits,
            @ForAll @IntRange(min = 1, max = 2_000_000_000) int burst,
            @ForAll @LongRange(min = 1, max = 3_153_600_000_000_000L) long perMicros,
            @ForAll @IntRange(min = 1, max = 10_000) int instances) {
        RateLimit limit = possible(algorithm, permits, burst, perMicros);
        RateLimit part = divided(limit, instances);
        if (limit.burst() >= instances) {
            assertThat((long) part.burst() * instances).isLessThanOrEqualTo(limit.burst());
        }
        if (limit.permits() >= instances) {
            double all = (double) part.permits() / part.perMicros() * instances;
            assertThat(all).isLessThanOrEqualTo((double) limit.permits() / limit.perMicros() * (1 + 1e-9));
        }
    }

    private static RateLimit possible(Algorithm algorithm, int permits, int burst, long perMicros) {
        Duration per = Duration.of(perMicros, ChronoUnit.MICROS);
        try {
            return new RateLimit(
                    null,
                    permits,
                    per,
                    algorithm,
                    algorithm == Algorithm.TOKEN_BUCKET ? burst : permits,
                    Scope.USER,
                    1,
                    Mode.ENFORCE,
                    true,
                    null,
                    null);
        } catch (PolicyException impossible) {
            Assume.that(false);
            throw impossible;
        }
    }

    private static RateLimit divided(RateLimit limit, int instances) {
        return LocalLimit.of(applied(limit), instances).limit();
    }

    private static AppliedLimit applied(RateLimit limit) {
        return new AppliedLimit("limit", "=limit", limit.scope(), limit);
    }
}
