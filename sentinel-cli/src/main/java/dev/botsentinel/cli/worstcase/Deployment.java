package dev.botsentinel.cli.worstcase;

import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.store.resilient.ResilientStore;

/**
 * Where limits are counted, and so how often each budget is there.
 *
 * @param instances how many instances of the bot run, 1 or more
 * @param kind what they share
 */
public record Deployment(int instances, Kind kind) {

    /** What instances share. */
    public enum Kind {
        /** One storage, which works. However many instances there are, each budget is there once. */
        SHARED,
        /** One storage that fails meanwhile: its budgets, and on each instance its share of them. */
        OUTAGE,
        /** Nothing: each instance has a storage of its own. */
        SEPARATE
    }

    /** One storage that works. */
    public static final Deployment SHARED = new Deployment(1, Kind.SHARED);

    /** @throws IllegalArgumentException if there is no instance */
    public Deployment {
        if (instances < 1) {
            throw new IllegalArgumentException("instances is " + instances + ", but must be 1 or more");
        }
    }

    /** How many storages count, each by itself. */
    long storages() {
        return switch (kind) {
            case SHARED -> 1;
            case OUTAGE -> 1L + instances;
            case SEPARATE -> instances;
        };
    }

    /** How many updates all copies of one budget admit at most within a window. */
    long admitted(RateLimit limit, long windowMicros) {
        long once = BudgetBound.admitted(limit, windowMicros);
        return switch (kind) {
            case SHARED -> once;
            case OUTAGE ->
                Counts.plus(
                        once,
                        Counts.times(
                                instances,
                                BudgetBound.admitted(ResilientStore.localShare(limit, instances), windowMicros)));
            case SEPARATE -> Counts.times(instances, once);
        };
    }
}
