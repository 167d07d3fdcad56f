package dev.botsentinel.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class JsonSyntaxTest {

    private static final JsonMapper JACKSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static boolean isObject(String text) {
        return JsonSyntax.isObject(text.getBytes(StandardCharsets.UTF_8), 64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " \t\r\n{ } ",
                "{\"a\":[1,-0,0.5,1e9,1E-9,12.5e+3,true,false,null,\"\",\"\\u00e4\\n\\/\"]}",
                "{\"a\":{\"b\":[{},[],[[]]]},\"c\":1}",
                "{\"\":\"ä🛒\"}"
            })
    void jsonObjectsPass(String text) {
        assertThat(isObject(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":-}",
                "{\"a\":1e}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":\"\t\"}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{\"a\":[1,]}",
                "{\"a\":[1}",
                "{\"a\":[1]]",
                "{,}",
                "{\"a\":1}}",
                "{\"a\":\"",
                "{\"a\":/*x*/1}",
                "[]",
                "\"a\"",
                ""
            })
    void everythingElseFails(String text) {
        assertThat(isObject(text)).isFalse();
    }

    @Test
    void endlessNumbersFail() {
        assertThat(isObject("{\"a\":" + "1".repeat(100) + "}")).isTrue();
        assertThat(isObject("{\"a\":" + "1".repeat(101) + "}")).isFalse();
    }

    /** Texts of JSON's own pieces, most of them wrong: we accept exactly what Jackson accepts. */
    @Property(tries = 20_000)
    void agreesWithJackson(@ForAll("texts") String text) {
        boolean accepted = isObject(text);
        assertThat(accepted).as(text).isEqualTo(jacksonReadsAnObject(text));
    }

    @Provide
    Arbitrary<String> texts() {
        List<String> pieces = List.of(
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"a\"",
                "\"",
                "1",
                "0",
                "-",
                ".5",
                "e1",
                "true",
                "null",
                " ",
                "\\n",
                "{\"a\":1}",
                "[1,2]");
        return Arbitraries.of(pieces).list().ofMaxSize(8).map(it -> "{\"a\":" + String.join("", it) + "}");
    }

    private static boolean jacksonReadsAnObject(String text) {
        try {
            return JACKSON.readTree(text).isObject();
        } catch (JacksonException bad) {
            return false;
        }
    }
}
