package dev.botsentinel.examples.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthTest {

    @Test
    void aDegradedBotStaysInService() {
        assertThat(Health.DEGRADED.ready()).isTrue();
        assertThat(Health.DEGRADED.alive()).isTrue();
        assertThat(Health.DEGRADED.json()).startsWith("{\"status\":\"degraded\",\"reason\":\"the shared storage");
    }

    @Test
    void onlyALoopThatHasEndedAsksForARestart() {
        assertThat(Health.values()).filteredOn(health -> !health.alive()).containsExactly(Health.DEAD);
    }
}
