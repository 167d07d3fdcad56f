package dev.botsentinel.cli;

import static dev.botsentinel.cli.Scenario.envelope;
import static dev.botsentinel.cli.Scenario.message;
import static dev.botsentinel.cli.Scenario.press;
import static dev.botsentinel.cli.Scenario.pressed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lines a replay takes, what it makes of them, and where the clock stands afterwards. */
class ReplayTest {

    private static final String EPOCH = "1970-01-01T00:00:00.000000Z";

    @TempDir
    private Path directory;

    private Scenario scenario;

    @BeforeEach
    void prepare() throws IOException {
        scenario = new Scenario(directory);
    }

    @Test
    void anEmptyRecordingIsFine() throws IOException {
        Run run = scenario.updates("").replay();
        assertThat(run.status()).isZero();
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s\n%s\n", "%s\n%s", "%s\r\n%s\r\n", "\uFEFF%s\n%s\n", " %s \n\t%s\t\n"})
    void linesMayEndAndBeginAsEditorsLikeIt(String file) throws IOException {
        Run run = scenario.updates(String.format(file, press(1, "a"), press(2, "b")))
                .replay();
        assertThat(run.lines()).containsExactly(pressed(1, EPOCH, 1, "a"), pressed(2, EPOCH, 2, "b"));
        assertThat(run.status()).isZero();
    }

    @Test
    void aBlankLineIsAnErrorAndCounted() throws IOException {
        Run run = scenario.updates("\n" + press(1, "a") + "\n \t\r\n").replay();
        assertThat(run.lines())
                .containsExactly(
                        "{\"n\":1,\"error\":\"the line is blank\"}",
                        pressed(2, EPOCH, 1, "a"),
                        "{\"n\":3,\"error\":\"the line is blank\"}");
        assertThat(run.status()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "{",
                "{}",
                "[]",
                "null",
                "42",
                "\"text\"",
                "{\"update_id\":1}",
                "{\"update_id\":1,\"message\":\"text\"}",
                "{\"update_id\":\"1\",\"message\":{}}",
                "{\"update_id\":1.5,\"message\":{}}",
                "{\"update_id\":null,\"message\":{}}",
                "{\"update_id\":9223372036854775808,\"message\":{}}",
                "{\"message\":{}}",
                "{\"at\":\"2026-01-01T00:00:00Z\"}",
                "{\"at\":\"2026-01-01T00:00:00Z\",\"update\":null}",
                "{\"at\":\"2026-01-01T00:00:00Z\",\"update\":[]}",
                "{\"at\":\"2026-01-01T00:00:00Z\",\"update\":{\"update_id\":1}}",
                "{\"at\":\"2026-01-01T00:00:00Z\",\"update\":{\"update\":{\"update_id\":1,\"message\":{}}}}",
                "{\"update_id\":1,\"message\":{}} {\"update_id\":2,\"message\":{}}",
                "{\"update_id\":1,\"message\":{}},",
                "{'update_id':1,'message':{}}",
                "{\"update_id\":1,\"message\":{\"text\":\"tab\tin a string\"}}",
                "{\"update_id\":1,\"message\":{\"text\":NaN}}",
            })
    void whatIsNoUpdateIsAnErrorLineAndChangesNothing(String line) throws IOException {
        Run run = scenario.updates(line + "\n" + press(1, "a") + "\n").replay();
        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().get(0)).matches("\\{\"n\":1,\"error\":\"[^\\n]{10,200}\"}");
        assertThat(run.lines().get(1)).isEqualTo(pressed(2, EPOCH, 1, "a"));
        assertThat(run.status()).isEqualTo(3);
    }

    @Test
    void anErrorLineQuotesNothing() throws IOException {
        Run run = scenario.updates("{\"update_id\":1,\"message\":{\"text\":pin1234}}\n{\"update_id\":1,\"x\":tru}\n")
                .replay();
        assertThat(run.lines()).hasSize(2).noneMatch(line -> line.contains("pin") || line.contains("'tru'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "1767225600",
                "\"\"",
                "\"yesterday\"",
                "\"2026-01-01T00:00:00\"",
                "\"2026-02-30T00:00:00Z\"",
                "[\"2026-01-01T00:00:00Z\"]",
                "{\"$date\":\"2026-01-01T00:00:00Z\"}",
                "\"2156-01-01T00:00:00Z\"",
            })
    void aBadAtIsAnErrorAndTheDateIsNoWayOut(String at) throws IOException {
        String update = message(1, 42, 1_767_225_600, "hi");
        Run run = scenario.updates(envelope(at, update) + "\n" + press(2, "a") + "\n")
                .replay();
        assertThat(run.lines().get(0)).startsWith("{\"n\":1,\"error\":\"\\\"at\\\" is ");
        assertThat(run.lines().get(1)).isEqualTo(pressed(2, EPOCH, 2, "a"));
        assertThat(run.status()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00.1234567Z, 2026-01-01T00:00:00.123456Z",
        "2026-01-01T00:00:00.999999999Z, 2026-01-01T00:00:00.999999Z",
        "2026-01-01t03:00:00+03:00, 2026-01-01T00:00:00.000000Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00.000000Z",
        "1969-12-31T23:59:59.9999999Z, 1970-01-01T00:00:00.000000Z",
        "0000-01-01T00:00:00Z, 1970-01-01T00:00:00.000000Z",
        "2155-06-29T23:47:34.740991Z, 2155-06-29T23:47:34.740991Z",
    })
    void theClockIsSetByAtCutToMicroseconds(String at, String clock) throws IOException {
        Run run = scenario.updates(envelope('"' + at + '"', press(1, "a"))).replay();
        assertThat(run.lines()).containsExactly(pressed(1, clock, 1, "a"));
    }

    @Test
    void fromTheFirstInstantThatCannotBeCountedAtIsAnError() throws IOException {
        Run run = scenario.updates(envelope("\"2155-06-29T23:47:34.740992Z\"", press(1, "a")))
                .replay();
        assertThat(run.lines())
                .containsExactly(
                        "{\"n\":1,\"error\":\"\\\"at\\\" is after 2155-06-29T23:47:34.740991Z, the last instant"
                                + " from which every time span can be counted exactly\"}");
    }

    @Test
    void withoutAtTheDateOfTheOwnObjectSetsTheClock() throws IOException {
        String edited = "{\"update_id\":3,\"edited_message\":{\"from\":{\"id\":42},\"date\":1767225600,"
                + "\"edit_date\":1767225660}}";
        Run run = scenario.updates(String.join(
                        "\n",
                        message(1, 42, 1_767_225_600, "hi"),
                        "{\"update\":" + message(2, 42, 1_767_225_630, "in an envelope without at") + "}",
                        edited,
                        press(4, "none")))
                .replay();
        assertThat(run.lines())
                .extracting(ReplayTest::at)
                .containsExactly(
                        "2026-01-01T00:00:00.000000Z",
                        "2026-01-01T00:00:30.000000Z",
                        "2026-01-01T00:01:00.000000Z",
                        "2026-01-01T00:01:00.000000Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "5853600000", "99999999999999999999", "\"1767225600\"", "1767225600.5", "null"})
    void aDateThatIsNoneLetsTheClockStand(String date) throws IOException {
        Run run = scenario.updates("{\"update_id\":1,\"message\":{\"from\":{\"id\":42},\"date\":" + date + "}}")
                .replay();
        assertThat(run.lines()).extracting(ReplayTest::at).containsExactly(EPOCH);
        assertThat(run.status()).isZero();
    }

    @Test
    void aBareUpdateMayHaveFieldsNamedAsInAnEnvelope() throws IOException {
        Run run = scenario.updates("{\"at\":\"never\",\"update_id\":1,\"update\":{\"from\":{\"id\":42}}}")
                .replay();
        assertThat(run.lines().get(0)).contains("\"updateId\":1,\"user\":\"42\",\"chat\":null,\"action\":\"update\"");
        assertThat(run.status()).isZero();
    }

    @Test
    void idsOfAnySizeAreKeptToTheDigit() throws IOException {
        Run run = scenario.updates(
                        "{\"update_id\":-9223372036854775808,\"message\":{\"from\":{\"id\":9007199254740993},"
                                + "\"chat\":{\"id\":-123456789012345678901234567890}}}")
                .replay();
        assertThat(run.lines().get(0))
                .contains("\"updateId\":-9223372036854775808,\"user\":\"9007199254740993\","
                        + "\"chat\":\"-123456789012345678901234567890\"");
    }

    @Test
    void namesAreWrittenRawAndWhatJsonForbidsEscaped() throws IOException {
        Run run = scenario.updates(press(1, "купить 😀\\u0000\\n\\\"\\\\\\u007f\\u2028\\ud83d:x"))
                .replay();
        assertThat(run.lines()).containsExactly(pressed(1, EPOCH, 1, "купить 😀\\u0000\\n\\\"\\\\\u007f\u2028\ufffd"));
    }

    @Test
    void bytesThatAreNoUtf8AreReplaced() throws IOException {
        byte[] file = (press(1, "?:?") + "\n" + press(2, "??") + "\n").getBytes(UTF_8);
        for (int bad : new int[] {0xFF, 0xF0, 0xC0, 0x80}) {
            replace(file, (byte) bad);
        }
        Run run = scenario.updates(file).replay();
        assertThat(run.lines()).containsExactly(pressed(1, EPOCH, 1, "\ufffd"), pressed(2, EPOCH, 2, "\ufffd\ufffd"));
        assertThat(run.status()).isZero();
    }

    @Test
    void zeroBytesAreNoText() throws IOException {
        byte[] file = (press(1, "?") + "\n\u0000\n").getBytes(UTF_8);
        replace(file, (byte) 0x00);
        assertThat(scenario.updates(file).replay().lines())
                .containsExactly(
                        "{\"n\":1,\"error\":\"the line has a zero byte; updates are JSON in UTF-8\"}",
                        "{\"n\":2,\"error\":\"the line has a zero byte; updates are JSON in UTF-8\"}");
    }

    /** However it is marked: the bot would run it. */
    @Test
    void aCommandIsFoundByItsTextAlone() throws IOException {
        scenario.policy("version: 1\nactions:\n  /admin*: {requires: {roles: [admin]}}\nroles: {admin: {}}\n");
        String updates = textAs("message", "/admin", "code")
                + textAs("message", "/admin wipe", "pre")
                + textAs("message", "/admin@shop_bot", "text_link")
                + textAs("message", "/admin/", "bold")
                + textAs("edited_message", "/ADMIN", "bot_command")
                + textAs("message", "/admin", null)
                + textAs("message", "/admin@other_bot", null)
                + textAs("message", "no /admin", null);
        Run run = scenario.updates(updates).with("--bot", "shop_bot").replay();
        assertThat(run.lines())
                .extracting(
                        line -> line.replaceFirst("^.*\"action\":\"([^\"]*)\".*\"reason\":(\\w+|\"\\w+\").*$", "$1 $2"))
                .containsExactly(
                        "/admin \"forbidden\"",
                        "/admin \"forbidden\"",
                        "/admin \"forbidden\"",
                        "/admin \"forbidden\"",
                        "/admin \"forbidden\"",
                        "/admin \"forbidden\"",
                        "message null",
                        "message null");
    }

    private static String textAs(String kind, String text, String entity) {
        String entities = entity == null
                ? ""
                : ",\"entities\":[{\"type\":\"" + entity + "\",\"offset\":0,\"length\":" + text.length() + "}]";
        return "{\"update_id\":1,\"" + kind + "\":{\"message_id\":1,\"from\":{\"id\":42},\"chat\":{\"id\":42},"
                + "\"text\":\"" + text + "\"" + entities + "}}\n";
    }

    @Test
    void aBotCanHaveSeveralNames() throws IOException {
        String updates = textAs("message", "/pay@one_bot", null)
                + textAs("message", "/pay@Two_bot", null)
                + textAs("message", "/pay@three_bot", null)
                + textAs("message", "/pay@four_bot", null);
        Run run = scenario.updates(updates)
                .with("--bot", "one_bot,@two_bot", "--bot", "three_bot")
                .replay();
        assertThat(run.lines())
                .extracting(line -> line.replaceFirst("^.*\"action\":\"([^\"]*)\".*$", "$1"))
                .containsExactly("/pay", "/pay", "/pay", "message");
    }

    @Test
    void aNameThatIsNoneIsBadUsage() throws IOException {
        Run run = scenario.updates("").with("--bot", "shop bot").replay();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--bot", "shop_bot");
    }

    @Test
    void deepNestingAndAMillionElementsAreHarmless() throws IOException {
        String deep = "{\"update_id\":1,\"message\":" + "{\"m\":".repeat(100_000) + "1" + "}".repeat(100_001);
        String wide = "{\"update_id\":2,\"callback_query\":{\"data\":\"w\",\"from\":{\"id\":42},\"x\":["
                + "0,".repeat(999_999) + "0]}}";
        Run run = scenario.updates(deep + "\n" + wide + "\n" + press(3, "a") + "\n")
                .replay();
        assertThat(run.lines().get(0)).startsWith("{\"n\":1,\"error\":\"");
        assertThat(run.lines().get(1)).isEqualTo(pressed(2, EPOCH, 2, "w"));
        assertThat(run.lines().get(2)).isEqualTo(pressed(3, EPOCH, 3, "a"));
    }

    @Test
    void anErrorQuotesNothingThatSomebodyWrote() throws IOException {
        Run run = scenario.updates("{\"update_id\":1,\"message\":{\"text\":\"mysecret\",mysecret}}\nmysecret\n")
                .replay();
        assertThat(run.out()).contains("\"error\"").doesNotContain("secret");
        assertThat(run.err()).doesNotContain("secret");
    }

    private static void replace(byte[] file, byte by) {
        for (int i = 0; i < file.length; i++) {
            if (file[i] == '?') {
                file[i] = by;
                return;
            }
        }
    }

    private static String at(String line) {
        return line.replaceFirst("^.*\"at\":\"([^\"]*)\".*$", "$1");
    }
}
