package dev.botsentinel.store.resilient;

import dev.botsentinel.storage.tests.ExpiryInspector;
import dev.botsentinel.storage.tests.ReferenceHarness;
import dev.botsentinel.storage.tests.ReferenceStore;
import dev.botsentinel.storage.tests.SentinelStoreContract;
import dev.botsentinel.storage.tests.StoreHarness;
import dev.botsentinel.store.SentinelStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** While its remote is well, nobody can tell a resilient storage from the remote. */
class ResilientStoreContractTest extends SentinelStoreContract {

    @Override
    protected StoreHarness.Factory harnesses() {
        return Harness::new;
    }

    static final class Harness implements StoreHarness {

        private final InstantSource time;
        private final ReferenceHarness shared;
        private final FakeRemote.News news = new FakeRemote.News();
        private final List<SentinelStore> instances = new ArrayList<>();

        Harness(InstantSource time) {
            this.time = time;
            this.shared = new ReferenceHarness(time);
        }

        @Override
        public SentinelStore instance() {
            SentinelStore instance = ResilientStore.builder(
                            new FakeRemote(shared.instance(), news), new ReferenceStore(time))
                    .time(time)
                    .timer(new ManualTimer())
                    .build();
            instances.add(instance);
            return instance;
        }

        @Override
        public Optional<ExpiryInspector> expiry() {
            return shared.expiry();
        }

        @Override
        public void close() {
            instances.forEach(SentinelStore::close);
            shared.close();
        }
    }
}
