package dev.botsentinel.examples.metrics;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stands for a Redis that all instances share, and that is out of reach when there is trouble. */
record SharedStore(SentinelStore store, Trouble trouble) implements SentinelStore {

    @Override
    public CompletionStage<Verdict> evaluate(Plan plan) {
        return trouble.withStorage()
                ? CompletableFuture.failedFuture(new StoreException("the shared storage is out of reach"))
                : store.evaluate(plan);
    }

    @Override
    public FingerprintKey fingerprintKey() {
        return store.fingerprintKey();
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
