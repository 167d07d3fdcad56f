package dev.botsentinel.memory;

import dev.botsentinel.policy.RateLimit;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import java.math.BigInteger;
import java.time.Duration;

/**
 * A token bucket's constants, in the units in which Bucket4j counts exactly. Immutable; one instance for all owners.
 *
 * <p><b>Units.</b> Bucket4j adds {@code refillTokens × elapsed + roundingError} over {@code refillPeriod} and carries the
 * rest, in integers, unless the product passes 2^63: then it goes on in doubles. It calls its unit of time a nanosecond,
 * but never looks. Here {@code permits per per} is reduced by the greatest common divisor to {@code tokens} per {@code
 * micros}, and a <i>tick</i> is a microsecond, or {@code ticksPerMicro} to the microsecond where more than one permit
 * comes in each (Bucket4j refuses more than a token per unit). {@link RateLimit} ensures {@code burst × micros < 2^53};
 * with no elapsed time longer than {@link #toFullMicros}, every product is below {@code (burst × micros + tokens) ×
 * ticksPerMicro}, less than 2^63: nothing is ever rounded. Bucket4j's probes round waits down, so the wait is computed
 * here, from the state.
 */
final class BucketShape {

    private final int permits;
    private final long perMicros;
    private final int burst;

    /** How long an empty bucket takes to fill up, rounded up: who waited that long has a full one. */
    final long toFullMicros;

    final long ticksPerMicro;

    /** The last reading of a bucket's clock before the clock has to start anew, in microseconds. */
    final long lastReadingMicros;

    private final long tokens;
    private final long periodTicks;
    private final BucketConfiguration configuration;

    BucketShape(RateLimit limit) {
        this.permits = limit.permits();
        this.perMicros = limit.perMicros();
        this.burst = limit.burst();
        long divisor =
                BigInteger.valueOf(permits).gcd(BigInteger.valueOf(perMicros)).longValueExact();
        this.tokens = permits / divisor;
        long micros = perMicros / divisor;
        this.ticksPerMicro = ceilDiv(tokens, micros);
        this.periodTicks = micros * ticksPerMicro;
        this.toFullMicros = ceilDiv(burst * micros, tokens);
        this.lastReadingMicros = (Long.MAX_VALUE >> 1) / ticksPerMicro - toFullMicros;
        this.configuration = BucketConfiguration.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(burst)
                        .refillGreedy(tokens, Duration.ofNanos(periodTicks))
                        .build())
                .build();
    }

    boolean isOf(RateLimit limit) {
        return permits == limit.permits() && burst == limit.burst() && perMicros == limit.perMicros();
    }

    int capacity() {
        return burst;
    }

    /** A full bucket whose clock shows zero. */
    BucketState full() {
        return BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, 0);
    }

    /** The whole permits in a bucket so long after its clock was turned, less than {@link #toFullMicros}. */
    long level(BucketState state, long elapsedMicros) {
        long units = elapsedMicros * (tokens * ticksPerMicro) + state.getRoundingError(0);
        return Math.min(burst, state.getAvailableTokens() + units / periodTicks);
    }

    /**
     * The wait, from when the bucket's clock was turned, until so many permits are there, rounded up: the missing units
     * over what a microsecond brings.
     */
    long waitMicros(BucketState state, long wanted) {
        long missing = (wanted - state.getAvailableTokens()) * periodTicks - state.getRoundingError(0);
        return ceilDiv(missing, tokens * ticksPerMicro);
    }

    /** Without the sum that {@code (a + b - 1) / b} would overflow by; both are positive or a is zero. */
    private static long ceilDiv(long dividend, long divisor) {
        return dividend / divisor + (dividend % divisor == 0 ? 0 : 1);
    }
}
