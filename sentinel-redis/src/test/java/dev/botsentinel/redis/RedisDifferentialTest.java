package dev.botsentinel.redis;

import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.storage.tests.Differential;
import dev.botsentinel.storage.tests.ReferenceHarness;
import dev.botsentinel.storage.tests.StoreHarness;
import dev.botsentinel.store.SentinelStore;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redis and memory give the same answers as the reference to the same random traces. */
class RedisDifferentialTest {

    @Test
    void sameAnswersOnATrace() {
        same(1, Differential.DEFAULT_PLANS);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void sameAnswersOnLongTraces(long seed) {
        same(seed, 25_000);
    }

    @Test
    void sameAnswersWithVersionsSideBySide() {
        same(Differential.of(1, Differential.DEFAULT_PLANS).withVersionsSideBySide());
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5})
    void sameAnswersWithVersionsSideBySideOnLongTraces(long seed) {
        same(Differential.of(seed, 25_000).withVersionsSideBySide());
    }

    private static void same(long seed, int plans) {
        same(Differential.of(seed, plans)).statistics().assertTelling();
    }

    private static Differential.Result same(Differential trace) {
        trace.run(ReferenceHarness::new, MemoryHarness::new).assertSame();
        return trace.run(ReferenceHarness::new, RedisHarness::new).assertSame();
    }

    private static final class MemoryHarness implements StoreHarness {

        private final MemoryStore store;

        MemoryHarness(InstantSource time) {
            store = MemoryStore.builder().time(time).build();
        }

        @Override
        public SentinelStore instance() {
            return store;
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
