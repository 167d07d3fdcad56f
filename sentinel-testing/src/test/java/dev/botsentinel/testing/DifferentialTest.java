package dev.botsentinel.testing;

import org.junit.jupiter.api.Test;

class DifferentialTest {

    @Test
    void tracesOfDefaultSizeAreTelling() {
        for (long seed = 1; seed <= 5; seed++) {
            Differential.of(seed, Differential.DEFAULT_PLANS)
                    .run(ReferenceHarness::new, ReferenceHarness::new)
                    .assertSame()
                    .statistics()
                    .assertTelling();
        }
    }
}
