package dev.botsentinel.testing.chain;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A storage of which every so many-th call fails before it reaches the state. Not thread-safe. */
final class FailingStore extends ForwardingStore {

    private static final int EVERY = 41;

    private long calls;

    FailingStore(SentinelStore state) {
        super(state);
    }

    @Override
    public CompletionStage<Verdict> evaluate(Plan plan) {
        return ++calls % EVERY == 0
                ? CompletableFuture.failedFuture(new StoreException("this call fails"))
                : super.evaluate(plan);
    }
}
