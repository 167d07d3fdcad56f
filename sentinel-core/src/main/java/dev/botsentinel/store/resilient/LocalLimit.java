package dev.botsentinel.store.resilient;

import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.RateLimit;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** One instance's part of a limit that all instances share, for as long as they can't count together. */
final class LocalLimit {

    /** No shared limit's key starts so. */
    private static final char MARK = '!';

    private LocalLimit() {}

    /**
     * The limit at {@code permits / instances}, at least 1, under a key of its own; burst likewise. A cost that the rest
     * could never pay is all that the rest holds. {@code permits: 0} stays.
     */
    static AppliedLimit of(AppliedLimit shared, int instances) {
        return new AppliedLimit(shared.id(), MARK + shared.key(), shared.scope(), divided(shared.limit(), instances));
    }

    static RateLimit divided(RateLimit limit, int instances) {
        if (limit.permits() == 0 || instances == 1) {
            return limit;
        }
        int permits = Math.max(1, limit.permits() / instances);
        int burst = Math.max(1, limit.burst() / instances);
        return switch (limit.algorithm()) {
            case TOKEN_BUCKET -> bucket(limit, permits, burst);
            case SLIDING_WINDOW, FIXED_WINDOW -> limit(limit, permits, limit.per(), permits);
        };
    }

    /** Said as one permit per so many microseconds, rounded up: any other way could be too odd to be counted exactly. */
    private static RateLimit bucket(RateLimit limit, int permits, int burst) {
        long micros = (limit.perMicros() + permits - 1) / permits;
        return limit(limit, 1, Duration.of(micros, ChronoUnit.MICROS), burst);
    }

    private static RateLimit limit(RateLimit limit, int permits, Duration per, int burst) {
        int cost = Math.min(limit.cost(), burst);
        return new RateLimit(
                limit.name(),
                permits,
                per,
                limit.algorithm(),
                burst,
                limit.scope(),
                cost,
                limit.mode(),
                limit.spareTrusted(),
                limit.calendar(),
                limit.lockout());
    }
}
