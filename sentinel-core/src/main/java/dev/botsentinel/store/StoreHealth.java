package dev.botsentinel.store;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a storage fares. Immutable.
 *
 * @param storage what it is: the simple name of its class, {@code ResilientStore(RedisStore)} for one around another
 * @param breaker whether a circuit breaker lets calls pass
 * @param degradedSince since when decisions are made without the shared state; null if they aren't
 * @param cause the class of the failure that was one too many; null unless degraded
 */
public record StoreHealth(
        String storage,
        BreakerState breaker,
        @Nullable Instant degradedSince,
        @Nullable String cause) {

    /** What a circuit breaker does with calls. */
    public enum BreakerState {
        /** There is none. */
        NONE,
        /** All calls pass. */
        CLOSED,
        /** No call passes, but for a probe now and then. */
        OPEN
    }

    public StoreHealth {
        Objects.requireNonNull(storage, "storage");
        Objects.requireNonNull(breaker, "breaker");
    }

    /** Of a storage without a breaker. */
    static StoreHealth of(SentinelStore store) {
        return new StoreHealth(store.getClass().getSimpleName(), BreakerState.NONE, null, null);
    }

    /** Whether decisions are made without the shared state. */
    public boolean isDegraded() {
        return degradedSince != null;
    }
}
