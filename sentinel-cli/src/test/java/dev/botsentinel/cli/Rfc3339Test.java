package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z",
        "2026-01-01t00:00:00z, 2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.5Z, 2026-01-01T00:00:00.5Z",
        "2026-01-01T00:00:00.123456789Z, 2026-01-01T00:00:00.123456789Z",
        "2026-01-01T00:00:00.1234567899999999999999Z, 2026-01-01T00:00:00.123456789Z",
        "2026-01-01T01:30:00+01:30, 2026-01-01T00:00:00Z",
        "2025-12-31T23:00:00-01:00, 2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00-00:00, 2026-01-01T00:00:00Z",
        "2026-01-01T23:59:00+23:59, 2026-01-01T00:00:00Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "0000-02-29T00:00:00Z, 0000-02-29T00:00:00Z",
        "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.5Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
    })
    void readsWhatTheStandardAllows(String text, Instant instant) {
        assertThat(Rfc3339.parse(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource({
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "1990-12-31T15:59:60-08:00, 1991-01-01T00:00:00Z",
        "2016-12-31T23:59:60.25Z, 2017-01-01T00:00:00.25Z",
    })
    void aLeapSecondIsTheSecondAfterIt(String text, Instant instant) {
        assertThat(Rfc3339.parse(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-01-01",
                "2026-01-01T00:00Z",
                "2026-01-01T00:00:00",
                "2026-01-01 00:00:00Z",
                "2026-01-01T00:00:00.Z",
                "2026-01-01T00:00:00.5",
                "2026-01-01T00:00:00,5Z",
                "2026-01-01T00:00:00Z ",
                " 2026-01-01T00:00:00Z",
                "2026-01-01T00:00:00ZZ",
                "2026-01-01T00:00:00+1:00",
                "2026-01-01T00:00:00+0100",
                "2026-01-01T00:00:00+01",
                "2026-01-01T00:00:00+24:00",
                "2026-01-01T00:00:00+01:60",
                "2026-01-01T00:00:00*01:00",
                "2026-01-01T00:00:00+01:00Z",
                "2026-00-01T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-01-00T00:00:00Z",
                "2026-01-32T00:00:00Z",
                "2026-04-31T00:00:00Z",
                "2026-02-29T00:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T00:60:00Z",
                "2026-01-01T00:00:61Z",
                "2026-01-01T00:00:60Z",
                "2026-01-01T23:59:60Z",
                "2026-12-31T23:59:60+01:00",
                "+2026-01-01T00:00:00Z",
                "12026-01-01T00:00:00Z",
                "-026-01-01T00:00:00Z",
                "２０２６-01-01T00:00:00Z",
                "2026-01-01T00:00:00.٣Z",
                "1767225600",
                "now"
            })
    void isNothingElse(String text) {
        assertThat(Rfc3339.parse(text)).isNull();
    }

    @Test
    void aFractionMayBeAsLongAsItLikes() {
        assertThat(Rfc3339.parse("2026-01-01T00:00:00." + "9".repeat(1_000_000) + "Z"))
                .isEqualTo(Instant.parse("2026-01-01T00:00:00.999999999Z"));
    }
}
