package dev.botsentinel.storage.tests.chain;

import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;

/** A storage of which every so many-th call fails before it reaches the state. Not thread-safe. */
final class FailingStore extends ForwardingStore {

    private static final int EVERY = 41;

    private long calls;

    FailingStore(SentinelStore state) {
        super(state);
    }

    @Override
    public PreparedPlan prepare(Plan plan) {
        PreparedPlan prepared = super.prepare(plan);
        return facts ->
                ++calls % EVERY == 0 ? Pending.failed(new StoreException("this call fails")) : prepared.evaluate(facts);
    }
}
