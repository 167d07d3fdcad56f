package dev.botsentinel.redis;

import dev.botsentinel.storage.tests.SentinelStoreContract;
import dev.botsentinel.storage.tests.StoreHarness;

/** The contract, as a user who may run the least: what docs/redis.md grants. */
class RedisStoreContractTest extends SentinelStoreContract {

    @Override
    protected StoreHarness.Factory harnesses() {
        return time -> new RedisHarness(RedisServer.shared(), time, GrantedUser::login);
    }
}
