package dev.botsentinel.policy.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to hurt: each ends soon, in an error that says where. */
@Timeout(60)
class HostilePolicyFileTest {

    private static final int MEBIBYTE = 1 << 20;

    private static final List<String> PARTS = List.of(
            ":", ": ", "-", "?\n", "!", "! ", "&a ", "*a ", "%a\n", "#", "\n", "\r", " ", "\t", "\"", "'", "|\n", ">\n",
            "---\n", "...\n", "[]", "{}", "a: b\n", "a\n", "a ", "\"a\" ", "a, ", "a: b, ", "\\", "@", "\0", "\uFEFF",
            "😀", "0", "_");

    private static List<String> errors(byte[] yaml) {
        return catchThrowableOfType(PolicyFileException.class, () -> PolicyFile.parse("P.yml", yaml))
                .lines();
    }

    private static List<String> errors(String yaml) {
        return errors(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static String many(int count, IntFunction<String> each) {
        return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining());
    }

    @Test
    void aFileOfOneMebibyteIsRead() {
        String file = "version: 1\n";

        assertThat(PolicyFile.parse("P.yml", file + " ".repeat(MEBIBYTE - file.length())))
                .isNotNull();
    }

    @Test
    void oneByteMoreIsNot() {
        String file = "version: 1\n";
        String expected = "P.yml:1:1: the file has more than 1 MiB, the most that is read; block by the storage instead"
                + " of by long lists";

        assertThat(errors(file + " ".repeat(MEBIBYTE - file.length() + 1))).containsExactly(expected);
        assertThat(catchThrowableOfType(
                                PolicyFileException.class, () -> PolicyFile.parse("P.yml", " ".repeat(MEBIBYTE + 1)))
                        .lines())
                .containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? ", "- ? ", "[{a: "})
    void depthIsBounded(String level) {
        assertThat(errors(level.repeat(MEBIBYTE / level.length())))
                .singleElement()
                .asString()
                .contains("nested more than 20 deep; a policy never needs more than 5");
    }

    @Test
    void theSameOverAndOver() {
        PARTS.forEach(part -> check(part, 1 << 14));
    }

    @Test
    @Tag("slow")
    @Timeout(120)
    void theSameForOneMebibyte() {
        PARTS.forEach(part -> check(part, MEBIBYTE));
    }

    private static void check(String part, int bytes) {
        String all = part.repeat(bytes / part.getBytes(StandardCharsets.UTF_8).length);

        assertThat(errors(all)).isNotEmpty();
        assertThat(errors("[" + all.substring(2))).isNotEmpty();
        assertThat(errors("{" + all.substring(2))).isNotEmpty();
        assertThat(errors("\"" + all.substring(2))).isNotEmpty();
    }

    @Test
    void aliasesOfAliasesAreCountedByWhatTheyStandFor() {
        String laughs = "a: &a [x,x,x,x,x,x,x,x,x]\n";
        for (char c = 'b'; c <= 'z'; c++) {
            char before = (char) (c - 1);
            laughs += c + ": &" + c + " [" + ("*" + before + ",").repeat(9) + "]\n";
        }

        assertThat(errors(laughs))
                .containsExactly(
                        "P.yml:6:8: aliases make this file longer than 100000 values; use named policies instead");
    }

    @Test
    void manyLimitsInManyEntriesAreCounted() {
        String file = "version: 1\ndefaults: {limits: [" + "{permits: 1,per: 1s},".repeat(20_000) + "]}\nactions:\n"
                + many(20_000, i -> " /" + i + ": {}\n");

        assertThat(errors(file))
                .singleElement()
                .asString()
                .startsWith("P.yml:4:2: the entries have 400000000 limits in all");
    }

    @Test
    void aLongListIsQuick() {
        String file = "version: 1\nblocked: [" + many(130_000, i -> i + ",") + "]";

        assertThat(PolicyFile.parse("P.yml", file).blocked()).hasSize(130_000);
    }

    @Test
    void aLongChainOfRolesIsNoCycle() {
        String file = "version: 1\nroles:\n" + many(20_000, i -> " r" + i + ": {inherits: [r" + (i + 1) + "]}\n")
                + " r20000: {}";

        assertThat(PolicyFile.parse("P.yml", file).roles()).hasSize(20_001);
    }

    @Test
    void manyUnknownNames() {
        String file = "version: 1\nroles:\n" + many(20_000, i -> " rolenumber" + i + ": {}\n")
                + "defaults: {requires: {roles: [" + many(30_000, i -> "rolenumbex" + i + ",") + "]}}";

        List<String> errors = errors(file);

        assertThat(errors).hasSize(1001);
        assertThat(errors.get(0)).endsWith("unknown role 'rolenumbex0'; did you mean 'rolenumber0'?");
        assertThat(errors.get(1000)).endsWith("and 29000 more errors in the file; correct these first");
    }

    @Test
    void longTextsAreCutAndOneErrorIsOneLine() {
        String file = "version: \"" + "\\n\\e".repeat(100_000) + "\"";

        assertThat(errors(file)).singleElement().asString().hasSizeLessThan(400).doesNotContain("\n", "\u001B");
    }

    @Test
    void numbersThatWouldFillTheMemory() {
        assertThat(errors("version: 1e999999999"))
                .containsExactly("P.yml:1:10: version is the number 1e999999999, but must be a whole number in decimal"
                        + " digits, as in 10");
        assertThat(errors("version: " + "9".repeat(1_000_000)))
                .containsExactly("P.yml:1:10: version is " + "9".repeat(60) + "…, but at most 2147483647");
    }

    @Test
    void bytesThatAreNoUtf8() {
        assertThat(errors(new byte[] {'a', ':', '\n', '"', (byte) 0xC3, 0x28}))
                .containsExactly("P.yml:2:2: byte 0xC3 is no UTF-8; save the file as UTF-8");
        assertThat(errors(new byte[] {'a', (byte) 0xE2, (byte) 0x82}))
                .containsExactly("P.yml:1:2: byte 0xE2 is no UTF-8; save the file as UTF-8");
        assertThat(errors(
                        new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 'a', (byte) 0xED, (byte) 0xA0, (byte) 0x80}))
                .containsExactly("P.yml:1:2: byte 0xED is no UTF-8; save the file as UTF-8");
        assertThat(errors("version: 1".getBytes(StandardCharsets.UTF_16)))
                .containsExactly("P.yml:1:1: the file is UTF-16, but a policy is UTF-8; save it as UTF-8");
    }

    @Test
    void halvesOfSurrogatePairs() {
        assertThat(catchThrowableOfType(PolicyFileException.class, () -> PolicyFile.parse("P.yml", "version: \uD800"))
                        .lines())
                .containsExactly(
                        "P.yml:1:10: character U+D800 can't stand in a file; remove it or write it as an escape"
                                + " in double quotes");
    }
}
