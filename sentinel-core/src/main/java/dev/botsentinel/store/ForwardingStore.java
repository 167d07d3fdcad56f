package dev.botsentinel.store;

import dev.botsentinel.access.PrincipalCache;
import dev.botsentinel.plan.Plan;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A storage that hands everything on to another one. Whoever changes one thing of a storage extends this and overrides that
 * one, so that the rest isn't lost on the way: the news of other instances and how the storage fares are easily forgotten.
 * A prepared plan put around the other's must hand the deadline on too, or {@link #keepsDeadlines} must be false, and its {@linkplain
 * PreparedPlan#nodes nodes}, or {@link #nodes} must be empty. As
 * thread-safe as the other; owns it, and so closes it.
 *
 * <pre>{@code
 * final class Logged extends ForwardingStore {
 *     Logged(SentinelStore store) {
 *         super(store);
 *     }
 *
 *     @Override
 *     public PreparedPlan prepare(Plan plan) {
 *         log.debug("{} is prepared", plan);
 *         return super.prepare(plan);
 *     }
 * }
 * }</pre>
 */
public abstract class ForwardingStore implements SentinelStore {

    private final SentinelStore store;

    /** @param store who does it */
    protected ForwardingStore(SentinelStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    @Override
    public PreparedPlan prepare(Plan plan) {
        return store.prepare(plan);
    }

    @Override
    public boolean keepsDeadlines() {
        return store.keepsDeadlines();
    }

    @Override
    public Set<String> nodes() {
        return store.nodes();
    }

    @Override
    public FingerprintKey fingerprintKey() {
        return store.fingerprintKey();
    }

    @Override
    public @Nullable PrincipalCache claimPrincipalCache() {
        return store.claimPrincipalCache();
    }

    @Override
    public Runnable listen(StoreListener listener) {
        return store.listen(listener);
    }

    @Override
    public @Nullable PeerNews peerNews() {
        return store.peerNews();
    }

    @Override
    public DenialHistory denials() {
        return store.denials();
    }

    @Override
    public StoreHealth health() {
        return store.health();
    }

    @Override
    public StoreAdmin admin() {
        return store.admin();
    }

    @Override
    public void close() {
        store.close();
    }
}
