package dev.botsentinel.redis;

import dev.botsentinel.storage.tests.SentinelStoreContract;
import dev.botsentinel.storage.tests.StoreHarness;

/**
 * The contract on a Cluster, as a user who may run the least. Plans over several slots run one after another here, or hold
 * only what they then promise.
 */
class ClusterContractTest extends SentinelStoreContract {

    @Override
    protected StoreHarness.Factory harnesses() {
        return ClusterHarness::new;
    }
}
