package dev.botsentinel.examples.metrics;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stands for a Redis that all instances share, and that is out of reach when there is trouble. */
final class SharedStore extends ForwardingStore {

    private final Trouble trouble;

    SharedStore(SentinelStore store, Trouble trouble) {
        super(store);
        this.trouble = trouble;
    }

    @Override
    public CompletionStage<Verdict> evaluate(Plan plan) {
        return trouble.withStorage()
                ? CompletableFuture.failedFuture(new StoreException("the shared storage is out of reach"))
                : super.evaluate(plan);
    }
}
