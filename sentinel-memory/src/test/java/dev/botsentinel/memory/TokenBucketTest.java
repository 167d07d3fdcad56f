package dev.botsentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policy.PolicyException;
import dev.botsentinel.policy.RateLimit;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Against a model in big integers, over every shape that a policy may have. */
class TokenBucketTest {

    private static final long T0 = 1_767_225_600_000_000L;
    private static final long LONGEST = 36_500L * 24 * 3600 * 1_000_000;

    @Property(tries = 3000)
    void sameAsTheModel(
            @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int permits,
            @ForAll @LongRange(min = 1, max = LONGEST) long perMicros,
            @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int burst,
            @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int cost,
            @ForAll @Size(min = 1, max = 30) long[] seeds) {
        RateLimit limit = limitOrSkip(permits, perMicros, burst, 1 + (cost - 1) % burst);
        follow(limit, seeds);
    }

    /** Shapes of more than a permit per microsecond, for which the bucket's clock ticks faster. */
    @Property(tries = 1000)
    void sameAsTheModelWhenPermitsComeFast(
            @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int permits,
            @ForAll @LongRange(min = 1, max = 5000) long perMicros,
            @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int burst,
            @ForAll @Size(min = 1, max = 30) long[] seeds) {
        follow(limitOrSkip(permits, perMicros, burst, 1 + burst / 3), seeds);
    }

    @Test
    void theLargestShapeThereIs() {
        RateLimit limit = RateLimit.tokenBucket(Integer.MAX_VALUE, Duration.of(1, ChronoUnit.MICROS));
        follow(limit.cost(Integer.MAX_VALUE), new long[] {0, 1, 2, 3, LONGEST, 5});
        RateLimit slow = RateLimit.tokenBucket(Integer.MAX_VALUE, Duration.ofDays(36_500), 1);
        follow(slow, new long[] {0, 1, 2, 3, LONGEST, 5, LONGEST - 1});
    }

    @Test
    void whoWasAwayForCenturiesHasAFullBucket() {
        RateLimit limit = RateLimit.tokenBucket(1 << 30, Duration.of(1, ChronoUnit.MICROS), 5);
        TokenBucket bucket = bucket(limit);
        bucket.take(limit.cost(5), 0);
        assertThat(bucket.available(limit, 1L << 53)).isEqualTo(5);
        assertThat(bucket.available(limit, 1L << 34)).isEqualTo(5);
        bucket.take(limit, 1L << 34);
        assertThat(bucket.available(limit, 1L << 34)).isEqualTo(4);
    }

    private static RateLimit limitOrSkip(int permits, long perMicros, int burst, int cost) {
        try {
            return RateLimit.tokenBucket(permits, Duration.of(perMicros, ChronoUnit.MICROS), burst)
                    .cost(cost);
        } catch (PolicyException impossible) {
            Assume.that(false);
            throw impossible;
        }
    }

    /** Turns the clock by what the seeds say: not at all, to around the next retry, or anywhere. */
    private static void follow(RateLimit limit, long[] seeds) {
        TokenBucket bucket = bucket(limit);
        Model model = new Model(limit);
        long at = T0;
        for (long seed : seeds) {
            at += step(limit, model, at, seed);
            model.turn(at);
            assertThat(bucket.available(limit, at)).isEqualTo(model.available());
            if (model.available() >= limit.cost()) {
                bucket.take(limit, at);
                model.take();
            } else {
                long ready = bucket.readyAt(limit, at);
                assertThat(ready).isEqualTo(at + model.waitMicros());
                assertThat(bucket.available(limit, ready)).isGreaterThanOrEqualTo(limit.cost());
                assertThat(bucket.available(limit, ready - 1)).isLessThan(limit.cost());
            }
            assertThat(bucket.available(limit, Math.max(at, bucket.endMicros())))
                    .isEqualTo(limit.burst());
        }
    }

    private static long step(RateLimit limit, Model model, long at, long seed) {
        model.turn(at);
        return switch (Math.floorMod(seed, 4)) {
            case 0 -> 0;
            case 1 -> Math.max(0, model.waitMicros());
            case 2 -> Math.max(0, model.waitMicros() - 1);
            default -> Math.floorMod(seed, 2 * limit.perMicros());
        };
    }

    private static TokenBucket bucket(RateLimit limit) {
        return new TokenBucket("=key", new BucketShape(limit));
    }

    /** In units of permit × microsecond, without any reduction. */
    private static final class Model {
        private final RateLimit limit;
        private BigInteger level;
        private long atMicros = T0;

        Model(RateLimit limit) {
            this.limit = limit;
            this.level = units(limit.burst());
        }

        void turn(long toMicros) {
            BigInteger refill = BigInteger.valueOf(limit.permits()).multiply(BigInteger.valueOf(toMicros - atMicros));
            level = level.add(refill).min(units(limit.burst()));
            atMicros = toMicros;
        }

        long available() {
            return level.divide(BigInteger.valueOf(limit.perMicros())).longValueExact();
        }

        void take() {
            level = level.subtract(units(limit.cost()));
        }

        long waitMicros() {
            BigInteger missing = units(limit.cost()).subtract(level).max(BigInteger.ZERO);
            BigInteger[] wait = missing.divideAndRemainder(BigInteger.valueOf(limit.permits()));
            return wait[0].longValueExact() + wait[1].signum();
        }

        private BigInteger units(long permits) {
            return BigInteger.valueOf(permits).multiply(BigInteger.valueOf(limit.perMicros()));
        }
    }
}
