package dev.botsentinel.store;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Durations;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.RateLimit;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What one owner may spend of one limit. Immutable.
 *
 * @param owner whose it is
 * @param limit the limit, with the owner's scope as the one in effect
 */
public record Budget(Owner owner, AppliedLimit limit) {

    private static final BigInteger LONGEST_MICROS =
            BigInteger.valueOf(TimeUnit.MICROSECONDS.convert(Durations.LONGEST));

    /** @throws IllegalArgumentException if the owner is not of the limit's scope in effect */
    public Budget {
        if (owner.scope() != limit.scope()) {
            throw new IllegalArgumentException("the limit " + Quote.of(limit.id()) + " is in effect for a "
                    + limit.scope().label() + ", but the owner is a "
                    + owner.scope().label()
                    + "; use AppliedLimit.inEffect");
        }
    }

    /**
     * The owner's budgets of some limits.
     *
     * @throws IllegalArgumentException if the owner is not of the scope of each
     */
    public static List<Budget> of(Owner owner, List<AppliedLimit> limits) {
        return limits.stream().map(limit -> new Budget(owner, limit)).toList();
    }

    /**
     * How long a refund is remembered, in microseconds: until whatever was spent before it is back by itself. A window's
     * length, or the time in which an empty bucket fills up, rounded up; at most 36,500 days.
     */
    public long refundMicros() {
        RateLimit rate = limit.limit();
        return switch (rate.algorithm()) {
            case SLIDING_WINDOW, FIXED_WINDOW -> rate.perMicros();
            case TOKEN_BUCKET -> rate.permits() == 0 ? rate.perMicros() : microsToFill(rate);
        };
    }

    private static long microsToFill(RateLimit rate) {
        BigInteger units = BigInteger.valueOf(rate.burst()).multiply(BigInteger.valueOf(rate.perMicros()));
        BigInteger rest = BigInteger.valueOf(rate.permits() - 1);
        BigInteger micros = units.add(rest).divide(BigInteger.valueOf(rate.permits()));
        return micros.min(LONGEST_MICROS).longValueExact();
    }
}
