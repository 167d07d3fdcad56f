package dev.botsentinel.redis;

import dev.botsentinel.storage.tests.ExpiryInspector;
import dev.botsentinel.storage.tests.StoreHarness;
import dev.botsentinel.store.SentinelStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Storages on a Cluster, with a prefix of their own. */
final class ClusterHarness implements StoreHarness, ExpiryInspector {

    private static final Duration TIMEOUT = Duration.ofMillis(1500);

    private final RedisClusterServers servers = RedisClusterServers.shared();
    private final String prefix = "test:" + UUID.randomUUID();
    private final List<RedisStore> stores = new ArrayList<>();
    private final InstantSource time;

    ClusterHarness(InstantSource time) {
        this.time = time;
    }

    @Override
    public SentinelStore instance() {
        RedisStore store = RedisStore.builder(
                        servers.uri().replace("redis-cluster://", "redis-cluster://sentinel:p%40ss%2Fword@"))
                .keyPrefix(prefix)
                .fingerprintKey(RedisHarness.KEY)
                .time(time)
                .keepDenials(5)
                .timeout(TIMEOUT)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        stores.add(store);
        return store;
    }

    @Override
    public Optional<ExpiryInspector> expiry() {
        return Optional.of(this);
    }

    @Override
    public List<Entry> entries() {
        return RedisHarness.entries(
                servers.keys(prefix), key -> servers.masterOf(key).get(key), time);
    }

    @Override
    public Duration slack() {
        return RedisHarness.GRACE;
    }

    @Override
    public void close() {
        stores.forEach(RedisStore::close);
        servers.keys(prefix).forEach(key -> servers.masterOf(key).del(key));
    }
}
