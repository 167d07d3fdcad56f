package dev.botsentinel.redis;

import dev.botsentinel.storage.tests.SentinelStoreContract;
import dev.botsentinel.storage.tests.StoreHarness;

/** The contract, with the least rights: those in docs/redis.md. */
class RedisStoreContractTest extends SentinelStoreContract {

    @Override
    protected StoreHarness.Factory harnesses() {
        return time -> new RedisHarness(TestRedis.shared(), time, GrantedUser::login);
    }
}
