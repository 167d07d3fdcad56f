package dev.botsentinel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBytesTest {

    private final JsonBytes json = new JsonBytes();

    @Test
    void onlyWhatJsonDemandsIsEscaped() {
        json.string("a\"b\\c/d\u007f é я あ 😀 \u2028\u202E");
        assertThat(written()).isEqualTo("\"a\\\"b\\\\c/d\u007f é я あ 😀 \u2028\u202E\"");
    }

    @Test
    void controlCharactersHaveTheirShortestEscape() {
        json.string("\u0000\u0001\b\t\n\u000b\f\r\u001f");
        assertThat(written()).isEqualTo("\"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\"");
    }

    @Test
    void halfASurrogatePairIsEscaped() {
        json.string("\ud83d").string("\ude00\ud83d").string("\ud83dx").string("\ud83d\ude00");
        assertThat(written()).isEqualTo("\"\\ud83d\"\"\\ude00\\ud83d\"\"\\ud83dx\"\"😀\"");
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000000Z",
        "2026-03-14T23:59:59.999999Z, 2026-03-14T23:59:59.999999Z",
        "2026-03-14T01:02:03.000450Z, 2026-03-14T01:02:03.000450Z",
        "2255-06-05T23:47:34.740991Z, 2255-06-05T23:47:34.740991Z",
    })
    void instantsHaveSixFractionDigits(Instant instant, String text) {
        json.instant(VirtualClock.toMicros(instant));
        assertThat(written()).isEqualTo('"' + text + '"');
    }

    @Test
    void numbersAreWrittenInFull() {
        json.number(Long.MIN_VALUE).raw(",").number(0).raw(",").numberOrNull(null);
        assertThat(written()).isEqualTo("-9223372036854775808,0,null");
    }

    @Test
    void aLongStringGrowsTheBufferAndClearingGivesItBack() {
        int before = json.array().length;
        json.string("я".repeat(2_000_000));
        assertThat(json.length()).isEqualTo(4_000_002);
        json.clear();
        assertThat(json.length()).isZero();
        assertThat(json.array()).hasSize(before);
    }

    private String written() {
        return new String(json.array(), 0, json.length(), UTF_8);
    }
}
