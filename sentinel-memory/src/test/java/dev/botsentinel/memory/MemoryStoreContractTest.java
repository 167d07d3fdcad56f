package dev.botsentinel.memory;

import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.storage.tests.ExpiryInspector;
import dev.botsentinel.storage.tests.SentinelStoreContract;
import dev.botsentinel.storage.tests.StoreHarness;
import dev.botsentinel.store.SentinelStore;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class MemoryStoreContractTest extends SentinelStoreContract {

    @Override
    protected StoreHarness.Factory harnesses() {
        return Harness::new;
    }

    private static final class Harness implements StoreHarness, ExpiryInspector {

        private final InstantSource time;
        private final MemoryStore store;

        Harness(InstantSource time) {
            this.time = time;
            this.store = MemoryStore.builder().time(time).keepDenials(5).build();
        }

        @Override
        public SentinelStore instance() {
            return store;
        }

        @Override
        public Optional<ExpiryInspector> expiry() {
            return Optional.of(this);
        }

        @Override
        public List<Entry> entries() {
            long now = Micros.of(time.instant());
            store.cells().cleanUp();
            List<Entry> entries = new ArrayList<>();
            store.cells().forEach(cell -> {
                long end = cell.endMicros();
                Duration remaining = end == Verdict.NEVER
                        ? null
                        : Duration.of(end - now, ChronoUnit.MICROS).plus(slack());
                entries.add(new Entry(cell.toString(), remaining));
            });
            return entries;
        }

        @Override
        public Duration slack() {
            return Duration.of(Cells.GRACE_MICROS, ChronoUnit.MICROS);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
