package dev.botsentinel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonLineTest {

    private static final int MAX = JsonLine.MAX_TEXT_LENGTH;

    @Test
    void emptyIsAnObjectToo() {
        assertThat(new JsonLine().text("a", null).end()).isEqualTo("{}");
    }

    @Test
    void textsAndNumbersStandInTheirOrder() {
        assertThat(new JsonLine().text("b", "x").number("a", -5).text("c", "").end())
                .isEqualTo("{\"b\":\"x\",\"a\":-5,\"c\":\"\"}");
    }

    @Test
    void whatEndsAStringOrALineOrMeansSomethingToAViewerIsEscaped() {
        assertThat(new JsonLine().text("a", "\"\\\n\u2028<>&${'").end())
                .isEqualTo("{\"a\":\"\\u0022\\u005c\\u000a\\u2028\\u003c\\u003e\\u0026\\u0024{'\"}");
    }

    @Test
    void textsOfTheLongestLengthAreWhole() {
        assertThat(new JsonLine().text("a", "x".repeat(MAX)).end()).isEqualTo("{\"a\":\"" + "x".repeat(MAX) + "\"}");
    }

    @Test
    void longerTextsAreCutAndSaySo() {
        assertThat(new JsonLine().text("a", "x".repeat(MAX + 1)).end())
                .isEqualTo("{\"a\":\"" + "x".repeat(MAX) + "\\u2026\"}");
    }

    @Test
    void noPairIsCutInHalves() {
        String pairs = "x" + "\ud83d\ude00".repeat(MAX);
        assertThat(new JsonLine().text("a", pairs).end())
                .isEqualTo("{\"a\":\"x" + "\\ud83d\\ude00".repeat(MAX / 2 - 1) + "\\u2026\"}");
    }
}
