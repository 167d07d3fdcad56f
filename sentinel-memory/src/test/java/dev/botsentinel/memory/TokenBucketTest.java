package dev.botsentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.PolicyException;
import dev.botsentinel.policy.RateLimit;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
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

/** Against a model in big integers, over every shape that a policy may have, and against Bucket4j. */
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
        Counted bucket = new Counted(limit);
        for (int i = 0; i < 5; i++) {
            bucket.take(0);
        }
        assertThat(bucket.available(1L << 53)).isEqualTo(5);
        assertThat(bucket.available(1L << 34)).isEqualTo(5);
        bucket.take(1L << 34);
        assertThat(bucket.available(1L << 34)).isEqualTo(4);
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
        Counted bucket = new Counted(limit);
        Model model = new Model(limit);
        long at = T0;
        for (long seed : seeds) {
            at += step(limit, model, at, seed);
            model.turn(at);
            assertThat(bucket.available(at)).isEqualTo(model.available());
            if (model.available() >= limit.cost()) {
                bucket.take(at);
                model.take();
            } else {
                long ready = bucket.readyAt(at);
                assertThat(ready).isEqualTo(at + model.waitMicros());
                assertThat(bucket.available(ready)).isGreaterThanOrEqualTo(limit.cost());
                assertThat(bucket.available(ready - 1)).isLessThan(limit.cost());
            }
            assertThat(bucket.available(Math.max(at, bucket.endMicros()))).isEqualTo(limit.burst());
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

    @Property(tries = 1000)
    void sameAsBucket4j(
            @ForAll @IntRange(min = 1, max = 1000) int permits,
            @ForAll @LongRange(min = 1000, max = 3_600_000_000L) long perMicros,
            @ForAll @IntRange(min = 1, max = 1000) int burst,
            @ForAll @IntRange(min = 1, max = 1000) int cost,
            @ForAll @Size(min = 1, max = 30) long[] seeds) {
        RateLimit limit = limitOrSkip(permits, perMicros, burst, 1 + (cost - 1) % burst);
        long[] now = {T0};
        Bucket theirs = Bucket.builder()
                .addLimit(bucket ->
                        bucket.capacity(burst).refillGreedy(permits, Duration.of(perMicros, ChronoUnit.MICROS)))
                .withCustomTimePrecision(new Hands(now))
                .build();
        Counted ours = new Counted(limit);
        for (long seed : seeds) {
            long ready = ours.available(now[0]) >= limit.cost() ? now[0] : ours.readyAt(now[0]);
            now[0] = switch (Math.floorMod(seed, 4)) {
                case 0 -> now[0];
                case 1 -> ready;
                case 2 -> Math.max(now[0], ready - 1);
                default -> now[0] + Math.floorMod(seed, 2 * limit.perMicros());
            };
            assertThat(ours.available(now[0])).isEqualTo(theirs.getAvailableTokens());
            boolean taken = theirs.tryConsume(limit.cost());
            assertThat(ours.available(now[0]) >= limit.cost()).isEqualTo(taken);
            if (taken) {
                ours.take(now[0]);
            }
        }
    }

    /** Microseconds for Bucket4j, which counts nanoseconds. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Hands(long[] micros) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return micros[0] * 1000;
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }

    /** A bucket and the sections that it is counted in. */
    private static final class Counted {
        private final TokenBucket bucket;
        private long[] data = Sections.NONE;

        Counted(RateLimit limit) {
            AppliedLimit applied = new AppliedLimit("bucket", "=bucket", limit.scope(), limit);
            bucket = (TokenBucket) LimitCounter.of(applied, new LimitNumbers());
        }

        long available(long at) {
            int section = section();
            return section < 0 ? bucket.burst : bucket.available(data, section, at);
        }

        long readyAt(long at) {
            return bucket.readyAt(data, section(), at);
        }

        void take(long at) {
            data = bucket.spend(data, section(), (int) available(at), at);
        }

        private int section() {
            return Sections.find(data, bucket.tag);
        }

        long endMicros() {
            int section = section();
            return section < 0 ? Long.MIN_VALUE : Sections.endMicros(data, section);
        }
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
