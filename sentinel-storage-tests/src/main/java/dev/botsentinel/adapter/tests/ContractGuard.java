package dev.botsentinel.adapter.tests;

import dev.botsentinel.Sentinel;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.request.RequestMapper;
import dev.botsentinel.storage.tests.ReferenceStore;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A guard with one rule, on the reference storage, at a time that stands still. */
record ContractGuard<U>(Sentinel<U> sentinel, ReferenceStore store) implements AutoCloseable {

    /** Later than whatever a sample says of itself. */
    private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private static <U> ContractGuard<U> of(RequestMapper<U> mapper, PolicySet policy) {
        ManualTime time = new ManualTime(NOW);
        ReferenceStore store = new ReferenceStore(time);
        Sentinel<U> sentinel = Sentinel.<U>builder(mapper)
                .policy(policy)
                .store(store)
                .time(time)
                .build();
        return new ContractGuard<>(sentinel, store);
    }

    static <U> ContractGuard<U> debouncing(RequestMapper<U> mapper) {
        return of(
                mapper,
                PolicySet.builder().defaults(Policy.noLimits().debounce(WINDOW)).build());
    }

    static <U> ContractGuard<U> rememberingIds(RequestMapper<U> mapper) {
        return of(
                mapper,
                PolicySet.builder().updateReplay(new UpdateReplay(WINDOW)).build());
    }

    static <U> ContractGuard<U> allowingNothing(RequestMapper<U> mapper) {
        RateLimit never = RateLimit.slidingWindow(0, WINDOW);
        return of(mapper, PolicySet.builder().defaults(Policy.limits(never)).build());
    }

    boolean allows(U update) {
        return sentinel.check(update).isAllowed();
    }

    /** Why an update is denied; null if it isn't. */
    @Nullable
    Reason reason(U update) {
        Decision decision = sentinel.check(update);
        return decision instanceof Denied denied ? denied.reason() : null;
    }

    @Override
    public void close() {
        sentinel.close();
        store.close();
    }
}
