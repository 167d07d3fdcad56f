package dev.botsentinel.redis;

import dev.botsentinel.testing.SentinelStoreContract;
import dev.botsentinel.testing.StoreHarness;

class RedisStoreContractTest extends SentinelStoreContract {

    @Override
    protected StoreHarness.Factory harnesses() {
        return RedisHarness::new;
    }
}
