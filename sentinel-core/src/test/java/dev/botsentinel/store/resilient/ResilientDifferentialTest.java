package dev.botsentinel.store.resilient;

import dev.botsentinel.storage.tests.Differential;
import dev.botsentinel.storage.tests.ReferenceHarness;
import dev.botsentinel.storage.tests.StoreHarness;
import dev.botsentinel.store.SentinelStore;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/**
 * Known blocks change no verdict on any trace, clocks that step back by less than a minute included. One instance is asked:
 * another one that a clock's way there and back leaves out may take a block that is over for one of the last two seconds.
 */
class ResilientDifferentialTest {

    @Test
    void aStorageThatKnowsBlocksAnswersAsOneThatDoesNot() {
        for (long seed = 1; seed <= 10; seed++) {
            Differential.of(seed, Differential.DEFAULT_PLANS)
                    .withWaveringClock()
                    .run(ReferenceHarness::new, OneInstance::new)
                    .assertSame()
                    .statistics()
                    .assertTelling();
        }
    }

    private static final class OneInstance implements StoreHarness {

        private final ResilientStoreContractTest.Harness instances;
        private final SentinelStore instance;

        OneInstance(InstantSource time) {
            this.instances = new ResilientStoreContractTest.Harness(time);
            this.instance = instances.instance();
        }

        @Override
        public SentinelStore instance() {
            return instance;
        }

        @Override
        public void close() {
            instances.close();
        }
    }
}
