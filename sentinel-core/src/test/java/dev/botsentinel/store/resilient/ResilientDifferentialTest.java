package dev.botsentinel.store.resilient;

import dev.botsentinel.storage.tests.Differential;
import dev.botsentinel.storage.tests.ReferenceHarness;
import org.junit.jupiter.api.Test;

/** Known blocks change no verdict on any trace, clocks that step back by less than a minute included. */
class ResilientDifferentialTest {

    @Test
    void aStorageThatKnowsBlocksAnswersAsOneThatDoesNot() {
        for (long seed = 1; seed <= 10; seed++) {
            Differential.of(seed, Differential.DEFAULT_PLANS)
                    .run(ReferenceHarness::new, ResilientStoreContractTest.Harness::new)
                    .assertSame()
                    .statistics()
                    .assertTelling();
        }
    }
}
