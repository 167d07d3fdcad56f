package dev.botsentinel.storage.tests;

import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.storage.tests.LimitState.Bucket;
import dev.botsentinel.storage.tests.LimitState.Count;
import dev.botsentinel.storage.tests.LimitState.Stamps;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What giving permits back makes of a limit's state, written straight from the definitions of the algorithms. Immutable.
 *
 * @param permits how many are given back
 * @param after the state then; null if nothing is spent any more
 */
record LimitRefund(int permits, @Nullable LimitState after) {

    /** Gives back {@code permits} at most, at an instant not before anything that {@code state} holds. */
    static LimitRefund at(long timeMicros, RateLimit limit, @Nullable LimitState state, int permits) {
        if (limit.permits() == 0) {
            return new LimitRefund(0, state);
        }
        return switch (limit.algorithm()) {
            case SLIDING_WINDOW ->
                state instanceof Stamps stamps
                        ? newestStamps(timeMicros, limit, stamps, permits)
                        : new LimitRefund(0, state);
            case TOKEN_BUCKET ->
                state instanceof Bucket bucket && bucket.isOf(limit)
                        ? intoBucket(timeMicros, bucket, permits)
                        : new LimitRefund(0, state);
            case FIXED_WINDOW ->
                state instanceof Count count
                        ? ofCurrentWindow(timeMicros, limit, count, permits)
                        : new LimitRefund(0, state);
        };
    }

    private static LimitRefund newestStamps(long now, RateLimit limit, Stamps stamps, int permits) {
        long stays = Math.min(limit.perMicros(), stamps.perMicros());
        long live =
                stamps.spentAt().stream().filter(stamp -> stamp > now - stays).count();
        int back = (int) Math.min(permits, live);
        List<Long> rest = stamps.spentAt().subList(0, stamps.spentAt().size() - back);
        return new LimitRefund(back, rest.isEmpty() ? null : new Stamps(stamps.perMicros(), rest));
    }

    /** Poured in at the bucket's own time, which is not after now: it stays below its capacity ever after. */
    private static LimitRefund intoBucket(long now, Bucket bucket, int permits) {
        BigInteger capacity = Bucket.capacity(bucket.limit());
        BigInteger permit = Bucket.permits(bucket.limit(), 1);
        long whole = bucket.levelAt(now).divide(permit).longValueExact();
        int back = (int) Math.min(permits, bucket.limit().burst() - whole);
        BigInteger level =
                bucket.level().add(Bucket.permits(bucket.limit(), back)).min(capacity);
        return new LimitRefund(back, new Bucket(bucket.limit(), level, bucket.atMicros()));
    }

    private static LimitRefund ofCurrentWindow(long now, RateLimit limit, Count count, int permits) {
        int back = count.isOf(limit, now) ? (int) Math.min(permits, count.spent()) : 0;
        return new LimitRefund(back, new Count(count.windowId(), count.endMicros(), count.spent() - back));
    }
}
