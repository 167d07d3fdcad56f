package dev.botsentinel.memory;

import dev.botsentinel.storage.tests.ReferenceHarness;
import dev.botsentinel.storage.tests.StoreHarness;
import dev.botsentinel.storage.tests.chain.ChainDifferential;
import dev.botsentinel.store.SentinelStore;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guard over memory decides as one over the reference does. */
class ChainDifferentialTest {

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void sameDecisionsAndEventsOnAnyTrace(long seed) {
        same(seed, ChainDifferential.DEFAULT_REQUESTS);
    }

    @Test
    @Tag("slow")
    void sameDecisionsAndEventsOnALongTrace() {
        same(14, 200_000);
    }

    private static void same(long seed, int requests) {
        ChainDifferential.of(seed, requests)
                .run(ReferenceHarness::new, ChainDifferentialTest::memory)
                .assertSame()
                .statistics()
                .assertTelling();
    }

    private static StoreHarness memory(InstantSource time) {
        MemoryStore store = MemoryStore.builder().time(time).build();
        return new StoreHarness() {
            @Override
            public SentinelStore instance() {
                return store;
            }

            @Override
            public void close() {
                store.close();
            }
        };
    }
}
