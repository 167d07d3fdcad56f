package dev.botsentinel.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicrosTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1677-09-20T00:00:00.000001Z",
                "1969-12-31T23:59:59.999999Z",
                "2026-01-01T00:00:00.000001Z",
                "2262-04-12T00:00:00.000001Z",
                "9999-12-31T23:59:59.999999Z"
            })
    void instantsSurviveBothWays(Instant instant) {
        assertThat(Micros.instant(Micros.of(instant))).isEqualTo(instant);
    }

    @Test
    void whatIsTooFarToCountIsTheFarthest() {
        assertThat(Micros.of(Instant.MAX)).isGreaterThan(Micros.of(Instant.parse("+200000-01-01T00:00:00Z")));
        assertThat(Micros.of(Instant.MIN)).isLessThan(Micros.of(Instant.parse("-200000-01-01T00:00:00Z")));
    }
}
