package dev.botsentinel;

import dev.botsentinel.event.LastFailure;
import dev.botsentinel.event.QueueHealth;
import dev.botsentinel.store.StoreHealth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a guard fares, at the moment it was asked: for a health endpoint, an alert, or somebody who was woken up. It has nothing in it
 * that outsiders sent. Immutable.
 *
 * @param closed whether the guard is closed, and so denies everything
 * @param store the storage
 * @param policy the {@linkplain dev.botsentinel.policy.PolicySet#fingerprint() fingerprint} of the policy in force: equal on all
 *     instances that follow the same one
 * @param policyOrigin where that policy was read
 * @param queues the event queues among the guard's listeners, its answers to users, and the queues that {@link
 *     Sentinel#watchQueue} was given
 * @param lastFailure what failed last; null if nothing has
 */
public record GuardHealth(
        boolean closed,
        StoreHealth store,
        String policy,
        String policyOrigin,
        List<QueueHealth> queues,
        @Nullable LastFailure lastFailure) {

    public GuardHealth {
        queues = List.copyOf(queues);
    }

    /** Whether decisions are made with the shared state: the guard is open and its storage isn't degraded. */
    public boolean isUp() {
        return !closed && !store.isDegraded();
    }
}
