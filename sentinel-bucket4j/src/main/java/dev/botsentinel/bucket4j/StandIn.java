package dev.botsentinel.bucket4j;

import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.RateLimit;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * What the storage sees of a limit that lives in Bucket4j: a limit of the same identity, scope and mode that says what the
 * bucket said. So its steps keep their places, a refusal ranks and counts as any other, and a cooldown of the limit, which
 * the storage keeps by the limit's key, is in force.
 */
final class StandIn {

    /** The shortest window: what it counts is over at once. */
    private static final Duration INSTANT = Duration.of(1, ChronoUnit.MICROS);

    private StandIn() {}

    /** Refuses during a cooldown only: nobody spends two thousand million permits in a microsecond. */
    static AppliedLimit passing(AppliedLimit limit) {
        return like(limit, Integer.MAX_VALUE);
    }

    /** Always refuses. */
    static AppliedLimit refusing(AppliedLimit limit) {
        return like(limit, 0);
    }

    private static AppliedLimit like(AppliedLimit limit, int permits) {
        RateLimit stand = RateLimit.fixedWindow(permits, INSTANT)
                .named(limit.id())
                .scope(limit.limit().scope());
        return new AppliedLimit(limit.id(), limit.key(), limit.scope(), limit.isShadow() ? stand.shadow() : stand);
    }
}
