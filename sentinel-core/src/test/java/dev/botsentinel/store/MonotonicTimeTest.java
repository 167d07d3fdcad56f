package dev.botsentinel.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Micros;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MonotonicTimeTest {

    @Test
    void instantAndMicrosecondsAgree() {
        MonotonicTime time = new MonotonicTime();
        long before = time.micros();
        Instant instant = time.instant();
        long after = time.micros();
        assertThat(Micros.of(instant)).isBetween(before - 1, after + 1); // each cuts a part of a microsecond of its own
    }

    @Test
    void startsAtTheSystemsTime() {
        Instant before = Instant.now();
        MonotonicTime time = new MonotonicTime();
        assertThat(time.instant()).isBetween(before, before.plusSeconds(60));
    }
}
