package dev.botsentinel.memory;

import dev.botsentinel.policy.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * What one owner has spent of one limit. Asked at an instant that is not before any at which it was told something: a
 * cell's time never runs backwards. Asking changes nothing. Guarded by its cell's lock; limits without permits have none.
 */
abstract sealed class LimitState permits SlidingWindow, TokenBucket, FixedWindow {

    /** The identity of the limit: {@link dev.botsentinel.policy.AppliedLimit#key()}. */
    final String key;

    /** The owner's next limit, in no order; null for the last. */
    @Nullable
    LimitState next;

    LimitState(String key) {
        this.key = key;
    }

    /** Nothing spent yet. */
    static LimitState full(String key, RateLimit limit, BucketShapes shapes) {
        return switch (limit.algorithm()) {
            case SLIDING_WINDOW -> new SlidingWindow(key);
            case TOKEN_BUCKET -> new TokenBucket(key, shapes.shape(limit));
            case FIXED_WINDOW -> new FixedWindow(key);
        };
    }

    /** Whether this is the state of that limit, or of what it was before it changed in a way that keeps the state. */
    abstract boolean fits(RateLimit limit);

    /** The whole permits left. */
    abstract long available(RateLimit limit, long atMicros);

    /** When the limit's cost will be there, if nothing else is spent; only if it isn't there now. */
    abstract long readyAt(RateLimit limit, long atMicros);

    /** Spends the limit's cost, which is there. */
    abstract void take(RateLimit limit, long atMicros);

    /** Gives back at most so many permits and at most what is spent; how many that is. The limit fits. */
    abstract int giveBack(RateLimit limit, int permits, long atMicros);

    /** From when on this is as good as nothing spent. */
    abstract long endMicros();
}
