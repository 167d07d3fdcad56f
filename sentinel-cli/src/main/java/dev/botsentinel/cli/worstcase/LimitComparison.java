package dev.botsentinel.cli.worstcase;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.math.BigInteger;

/** Whether one limit makes another one pointless. */
public final class LimitComparison {

    private LimitComparison() {}

    /**
     * Whether a limit never refuses what another one lets through, if every update that is charged to it is charged to the
     * other one too. False if that isn't certain.
     */
    public static boolean neverRefuses(RateLimit limit, RateLimit beside) {
        if (!includes(beside.scope(), limit.scope())) {
            return false;
        }
        if (beside.permits() == 0 || limit.permits() == 0) {
            return beside.permits() == 0;
        }
        if (limit.algorithm() != Algorithm.TOKEN_BUCKET) {
            long most = BudgetBound.admitted(beside, limit.perMicros());
            return Counts.times(most, limit.cost()) <= limit.permits();
        }
        return fitsAtOnce(limit, beside) && fitsInTheLongRun(limit, beside);
    }

    /** Whether all that one budget of a scope is charged with is charged to one budget of the other, wherever it falls back. */
    private static boolean includes(Scope wide, Scope narrow) {
        return wide == narrow
                || wide == Scope.GLOBAL
                || (wide == Scope.USER && narrow.needsSubject())
                || (wide == Scope.CHAT && narrow == Scope.TOPIC);
    }

    /** What can come in one rush, in permits of the bucket. */
    private static boolean fitsAtOnce(RateLimit bucket, RateLimit beside) {
        long rush = switch (beside.algorithm()) {
            case TOKEN_BUCKET -> (long) beside.burst();
            case SLIDING_WINDOW -> (long) beside.permits();
            case FIXED_WINDOW -> 2L * beside.permits();
        };
        return product(rush, bucket.cost()).compareTo(product(bucket.burst(), beside.cost())) <= 0;
    }

    private static boolean fitsInTheLongRun(RateLimit bucket, RateLimit beside) {
        BigInteger comes = product(beside.permits(), bucket.cost()).multiply(BigInteger.valueOf(bucket.perMicros()));
        BigInteger flowsIn = product(bucket.permits(), beside.cost())
                .multiply(BigInteger.valueOf(BudgetBound.shortestMicros(beside)));
        return comes.compareTo(flowsIn) <= 0;
    }

    private static BigInteger product(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }
}
