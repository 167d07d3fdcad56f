package dev.botsentinel.testing.chain;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A storage of which every so many-th call fails before it reaches the state. Not thread-safe. */
final class FailingStore implements SentinelStore {

    private static final int EVERY = 41;

    private final SentinelStore state;
    private long calls;

    FailingStore(SentinelStore state) {
        this.state = state;
    }

    @Override
    public CompletionStage<Verdict> evaluate(Plan plan) {
        return ++calls % EVERY == 0
                ? CompletableFuture.failedFuture(new StoreException("this call fails"))
                : state.evaluate(plan);
    }

    @Override
    public FingerprintKey fingerprintKey() {
        return state.fingerprintKey();
    }

    @Override
    public StoreAdmin admin() {
        return state.admin();
    }

    @Override
    public void close() {
        state.close();
    }
}
