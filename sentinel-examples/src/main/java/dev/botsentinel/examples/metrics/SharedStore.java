package dev.botsentinel.examples.metrics;

import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;

/** Stands for a Redis that all instances share, and that is out of reach when there is trouble. */
final class SharedStore extends ForwardingStore {

    private final Trouble trouble;

    SharedStore(SentinelStore store, Trouble trouble) {
        super(store);
        this.trouble = trouble;
    }

    @Override
    public PreparedPlan prepare(Plan plan) {
        PreparedPlan prepared = super.prepare(plan);
        return facts -> trouble.withStorage()
                ? Pending.failed(new StoreException("the shared storage is out of reach"))
                : prepared.evaluate(facts);
    }
}
