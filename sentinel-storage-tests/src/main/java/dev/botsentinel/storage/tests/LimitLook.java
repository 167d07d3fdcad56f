package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.storage.tests.LimitState.Bucket;
import dev.botsentinel.storage.tests.LimitState.Count;
import dev.botsentinel.storage.tests.LimitState.Stamps;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a limit says to an update, written straight from the definitions of the algorithms. Immutable.
 *
 * @param remaining the whole permits left: after the update if it passes, else now
 * @param untilMicros when a retry passes; meaningless if this one does
 * @param after the state once the update is charged; null if the limit refuses
 */
record LimitLook(long remaining, long untilMicros, @Nullable LimitState after) {

    boolean passes() {
        return after != null;
    }

    /** The same limit while it cools down: it refuses until the later of the cooldown's end and its own. */
    LimitLook coolingUntil(long cooldownMicros) {
        return new LimitLook(0, passes() ? cooldownMicros : Math.max(cooldownMicros, untilMicros), null);
    }

    /** Examines {@code limit} at an instant not before anything that {@code state} holds. */
    static LimitLook at(long timeMicros, RateLimit limit, @Nullable LimitState state) {
        if (limit.permits() == 0) {
            return new LimitLook(0, Verdict.NEVER, null);
        }
        return switch (limit.algorithm()) {
            case SLIDING_WINDOW -> slidingWindow(timeMicros, limit, state);
            case TOKEN_BUCKET -> tokenBucket(timeMicros, limit, state);
            case FIXED_WINDOW -> fixedWindow(timeMicros, limit, state);
        };
    }

    private static LimitLook slidingWindow(long now, RateLimit limit, @Nullable LimitState state) {
        List<Long> spentAt = new ArrayList<>();
        long stays = limit.perMicros();
        if (state instanceof Stamps stamps) {
            stays = Math.min(stays, stamps.perMicros());
            for (long stamp : stamps.spentAt()) {
                if (stamp > now - stays) {
                    spentAt.add(stamp);
                }
            }
        }
        int tooMany = spentAt.size() + limit.cost() - limit.permits();
        if (tooMany > 0) {
            long lastToLeave = spentAt.get(tooMany - 1);
            return new LimitLook(Math.max(0, limit.permits() - spentAt.size()), lastToLeave + stays, null);
        }
        for (int i = 0; i < limit.cost(); i++) {
            spentAt.add(now);
        }
        return new LimitLook(limit.permits() - spentAt.size(), 0, new Stamps(limit.perMicros(), spentAt));
    }

    private static LimitLook tokenBucket(long now, RateLimit limit, @Nullable LimitState state) {
        BigInteger level =
                state instanceof Bucket bucket && bucket.isOf(limit) ? bucket.levelAt(now) : Bucket.capacity(limit);
        BigInteger cost = Bucket.permits(limit, limit.cost());
        BigInteger permit = Bucket.permits(limit, 1);
        if (level.compareTo(cost) < 0) {
            long until = new Bucket(limit, level, now).instantOf(cost);
            return new LimitLook(level.divide(permit).longValueExact(), until, null);
        }
        BigInteger rest = level.subtract(cost);
        return new LimitLook(rest.divide(permit).longValueExact(), 0, new Bucket(limit, rest, now));
    }

    private static LimitLook fixedWindow(long now, RateLimit limit, @Nullable LimitState state) {
        long end = limit.windowEndMicros(now);
        long spent = 0;
        if (state instanceof Count count && count.isOf(limit, now)) {
            end = count.endMicros();
            spent = count.spent();
        }
        if (spent + limit.cost() > limit.permits()) {
            return new LimitLook(Math.max(0, limit.permits() - spent), end, null);
        }
        long after = spent + limit.cost();
        return new LimitLook(limit.permits() - after, 0, new Count(limit.windowId(), end, after));
    }
}
