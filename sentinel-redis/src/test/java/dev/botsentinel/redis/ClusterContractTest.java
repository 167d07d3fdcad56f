package dev.botsentinel.redis;

import dev.botsentinel.storage.tests.SentinelStoreContract;
import dev.botsentinel.storage.tests.StoreHarness;

/**
 * The contract on a Cluster, with the least rights. Plans over several slots run one after another here, or promise
 * only what holds for concurrent plans.
 */
class ClusterContractTest extends SentinelStoreContract {

    @Override
    protected StoreHarness.Factory harnesses() {
        return ClusterHarness::new;
    }
}
