package dev.botsentinel.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Input made to hurt: a right answer or a clear error, in linear time and bounded memory. */
class HostileInputTest {
    /** Far above what any case takes (a third of a second); only a hang or something quadratic meets it. */
    private static final Duration HANGS = Duration.ofSeconds(30);

    static Stream<String> beyondTheBounds() {
        return Stream.of(
                "'x':" + "[".repeat(1_000_000),
                "'x':" + "{'x':".repeat(1_000_000),
                "'x':" + "[".repeat(TelegramJson.MAX_DEPTH) + "]".repeat(TelegramJson.MAX_DEPTH),
                "'text':'" + "x".repeat(TelegramJson.MAX_STRING + 100_000) + "'",
                "'x':" + "1".repeat(TelegramJson.MAX_DIGITS + 1),
                "'x':" + "1".repeat(10_000_000),
                "'x':0." + "1".repeat(10_000_000),
                "'entities':[" + "{'type':'bold'},".repeat(1_000_000) + "0]",
                "'" + "n".repeat(100_000) + "':1");
    }

    @ParameterizedTest
    @MethodSource
    void beyondTheBounds(String fields) {
        String json = Samples.json("message", fields);
        Assertions.assertTimeoutPreemptively(
                HANGS,
                () -> assertThatThrownBy(() -> TelegramUpdate.parse(json))
                        .isInstanceOf(TelegramFormatException.class)
                        .hasMessageContaining("maximum allowed")
                        .message()
                        .hasSizeLessThan(300));
    }

    static Stream<String> largeButHarmless() {
        return Stream.of(
                "'text':'" + "x".repeat(10 << 20) + "'",
                "'text':'/" + "X".repeat(10 << 20) + "'",
                "'text':'" + "\\ud800".repeat(1_000_000) + "'",
                "'text':'" + "\\u0000".repeat(1_000_000) + "'",
                "'entities':[" + "7,".repeat(1_000_000) + "7]",
                "'caption':'/" + "x".repeat(10 << 20) + "'",
                "'photo':[" + "{},".repeat(900_000) + "7]",
                "'x':[" + ("9".repeat(TelegramJson.MAX_DIGITS) + ",").repeat(10_000) + "0]",
                "'venue':" + "[".repeat(190) + "]".repeat(190),
                "'venue':{'x':" + "[".repeat(190) + "]".repeat(190) + "}",
                "'date':1e999999999,'location':{'latitude':-1e999999999,'longitude':1e-999999999}");
    }

    @ParameterizedTest
    @MethodSource
    void largeButHarmless(String fields) {
        String json = Samples.json("message", "'from':{'id':42}," + fields);
        Assertions.assertTimeoutPreemptively(
                HANGS,
                () -> assertThat(UpdateReading.of(TelegramUpdate.parse(json)))
                        .extracting(UpdateReading::subject, UpdateReading::chat, UpdateReading::date)
                        .containsExactly("42", null, null));
        assertThat(UpdateReading.of(TelegramUpdate.parse(json)))
                .isEqualTo(ReferenceReading.of(TelegramJson.read(json)));
    }

    /** Skipped, it would not be measured. */
    @Test
    void bytesAreUtf8AndNothingElse() {
        String update = "{\"update_id\":1,\"message\":{\"from\":{\"id\":42},\"text\":\"hi\"}}";
        for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE")) {
            byte[] bytes = update.getBytes(Charset.forName(charset));
            assertThatThrownBy(() -> TelegramUpdate.parse(bytes))
                    .as(charset)
                    .isInstanceOf(TelegramFormatException.class);
            assertThatThrownBy(() -> TelegramJson.read(bytes)).as(charset).isInstanceOf(TelegramFormatException.class);
        }
        assertThat(TelegramUpdate.parse(update.getBytes(StandardCharsets.UTF_8)).updateId())
                .isEqualTo(1);
    }

    @Test
    void aStringThatNoRuleReadsIsBoundedToo() {
        byte[] json = Samples.json("message", "'x':'" + "x".repeat(TelegramJson.MAX_STRING + 1) + "'")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> TelegramUpdate.parse(json))
                .isInstanceOf(TelegramFormatException.class)
                .hasMessageContaining("maximum allowed");
    }

    @Test
    void textThatIsNoProperUnicodeIsRepaired() {
        assertThat(Samples.message("'text':'\\ud800\\u0000\\udc00'").request().content())
                .extracting(content -> content.values().get(0))
                .isEqualTo("\ufffd\0\ufffd");
    }

    @Test
    void invalidUtf8IsRepaired() {
        byte[] json = Samples.json("message", "'text':'?'").getBytes(StandardCharsets.UTF_8);
        int at = new String(json, StandardCharsets.UTF_8).indexOf('?');
        for (int octet : new int[] {0x80, 0xc0, 0xe2, 0xf8, 0xff}) {
            json[at] = (byte) octet;
            assertThat(TelegramUpdate.parse(json).request().text()).isEqualTo("\ufffd");
        }
    }

    @Test
    void manyDifferentFieldNamesSlowNobodyDown() {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 300_000; i++) {
            fields.append("'k").append(i).append("':1,");
        }
        byte[] json = Samples.json("message", fields + "'text':'hi'").getBytes(StandardCharsets.UTF_8);
        Assertions.assertTimeoutPreemptively(
                HANGS,
                () -> assertThat(TelegramUpdate.parse(json).request().content()).isNotNull());
    }
}
