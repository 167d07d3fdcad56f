package dev.botsentinel.cli;

import static dev.botsentinel.cli.Scenario.envelope;
import static dev.botsentinel.cli.Scenario.message;
import static dev.botsentinel.cli.Scenario.press;
import static dev.botsentinel.cli.Scenario.pressed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.telegram.BotNames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What a replay takes beside lines: answers of {@code getUpdates}, arrays, and updates printed over several lines. */
class DocumentsTest {

    private static final String EPOCH = "1970-01-01T00:00:00.000000Z";
    private static final String A = press(1, "a");
    private static final String B = press(2, "b");
    private static final String C = press(3, "c");
    private static final String[] A_B = {pressed(1, EPOCH, 1, "a"), pressed(2, EPOCH, 2, "b")};

    @TempDir
    private Path directory;

    private Scenario scenario;

    @BeforeEach
    void prepare() throws IOException {
        scenario = new Scenario(directory);
    }

    static Stream<String> filesOfTwoUpdates() {
        return Stream.of(
                answer(A, B),
                answer(A, B) + "\n",
                "\uFEFF" + answer(A, B),
                " " + answer(A, B) + " \r\n\n",
                pretty(answer(A, B)),
                pretty(answer(A, B)).replace("\n", "\r\n"),
                // As Telegram's server prints it.
                answer(A.replace("1,", "1,\n"), B.replace("2,", "2,\n")),
                "{\"result\":[" + A + "," + B + "],\"ok\":true}",
                "{\"description\":\"\",\"ok\":true,\"result\":[" + A + "," + B + "]}",
                answer(A) + answer(B),
                answer(A) + "\n" + answer(B) + "\n",
                pretty(answer(A)) + "\n\n" + pretty(answer()) + "\n" + pretty(answer(B)) + "\n",
                answer(A) + " " + pretty(answer(B)),
                answer() + "\n" + answer(A, B),
                answer(A) + "\n" + B + "\n",
                A + "\n" + answer(B) + "\n",
                "[" + A + "," + B + "]",
                "[\n" + A + ",\n" + B + "\n]\n",
                "[\n" + A + "\n, " + B + "]\n",
                pretty("[" + A + "," + B + "]"),
                "[" + A + "]\n[" + B + "]\n",
                "[" + A + "][" + B + "]\n",
                "[" + answer(A) + "," + answer() + "," + answer(B) + "]",
                pretty("[" + answer(A) + "," + answer(B) + "]"),
                pretty(A) + "\n" + pretty(B) + "\n",
                pretty(A) + pretty(B),
                A + "\n" + pretty(B),
                pretty(A) + "\n" + B,
                // A webhook's bodies, as they come.
                A.replace("1,", "1,\n") + "\n" + B.replace("2,", "2,\n"),
                A.replace("1,", "1,\n") + B.replace("2,", "2,\n"));
    }

    @ParameterizedTest
    @MethodSource("filesOfTwoUpdates")
    void aFileMayHoldAnswersArraysAndPrintedUpdates(String file) throws IOException {
        Run run = scenario.updates(file).replay();
        assertThat(run.lines()).containsExactly(A_B);
        assertThat(run.status()).isZero();
    }

    /** As a pipe gives it: the buffer is never full. */
    @ParameterizedTest
    @MethodSource("filesOfTwoUpdates")
    void aPipeMayGiveItByteByByte(String file) throws Exception {
        Recording recording = new Recording(
                new ByteArrayInputStream(file.getBytes(UTF_8)) {
                    @Override
                    public synchronized int read(byte[] bytes, int offset, int length) {
                        return super.read(bytes, offset, Math.min(length, 1));
                    }
                },
                BotNames.UNKNOWN);
        assertThat(recording.next()).isTrue();
        assertThat(updateId(recording)).isEqualTo(1);
        assertThat(recording.next()).isTrue();
        assertThat(updateId(recording)).isEqualTo(2);
        assertThat(recording.next()).isFalse();
        assertThat(recording.bytesRead()).isEqualTo(file.getBytes(UTF_8).length);
    }

    @Test
    void aPrintedUpdateMayBeAnEnvelope() throws IOException {
        String early = envelope("\"2026-01-01T00:00:00.25Z\"", A);
        Run run = scenario.updates(pretty(early) + "\n[" + early.replace(":1,", ":2,") + "]")
                .replay();
        assertThat(run.lines())
                .containsExactly(
                        pressed(1, "2026-01-01T00:00:00.250000Z", 1, "a"),
                        pressed(2, "2026-01-01T00:00:00.250000Z", 2, "a"));
    }

    @Test
    void textsMayLookLikeJson() throws IOException {
        String text = "]}{[\\\"\\\\\\n,\\\"update_id\\\":";
        Run run =
                scenario.updates(answer(message(1, 42, 1_767_225_600, text), B)).replay();
        assertThat(run.lines()).hasSize(2).noneMatch(line -> line.contains("error"));
    }

    @Test
    void anEmptyAnswerHasNoLine() throws IOException {
        Run run = scenario.updates(answer() + "\n" + pretty(answer())).replay();
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isZero();
    }

    @Test
    void aBadElementIsAnErrorLineWithItsPlace() throws IOException {
        Run run = scenario.updates("{\"ok\":true,\"result\":[" + A + ",\n {\"update_id\":7},\n"
                        + "7,\n {\"x\":\n  tru},\n" + B + "]}")
                .replay();
        assertThat(run.lines())
                .containsExactly(
                        pressed(1, EPOCH, 1, "a"),
                        "{\"n\":2,\"error\":\"no update object beside update_id, such as message or callback_query"
                                + " (line 2, column 2)\"}",
                        "{\"n\":3,\"error\":\"no JSON object; a line is an Update object or an envelope with \\\"at\\\" and"
                                + " \\\"update\\\" (line 3, column 1)\"}",
                        run.lines().get(3),
                        pressed(5, EPOCH, 2, "b"));
        assertThat(run.lines().get(3)).startsWith("{\"n\":4,\"error\":\"not readable as JSON (line 5, column 3): ");
        assertThat(run.status()).isEqualTo(3);
    }

    @Test
    void anAnswerThatIsAnErrorIsAnErrorLine() throws IOException {
        String refused = "{\"ok\":false,\"error_code\":409,\"description\":\"Conflict: terminated\"}";
        Run run = scenario.updates(refused + "\n" + pretty(refused) + A + "\n" + B)
                .replay();
        assertThat(run.lines())
                .containsExactly(
                        "{\"n\":1,\"error\":\"the answer is no success but error 409; record again"
                                + " (line 1, column 1)\"}",
                        "{\"n\":2,\"error\":\"the answer is no success but error 409; record again"
                                + " (line 2, column 1)\"}",
                        pressed(3, EPOCH, 1, "a"),
                        pressed(4, EPOCH, 2, "b"));
        assertThat(run.status()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ok\":true}",
                "{\"ok\":true,\"result\":true}",
                "{\"ok\":true,\"result\":{\"url\":\"\",\"pending\":[1,{}]}}",
                "{\"id\":7,\"text\":\"a message alone\"}"
            })
    void anObjectWithoutUpdatesIsAnErrorLine(String object) throws IOException {
        Run run = scenario.updates(object + "\n" + A + "\n" + pretty(object) + "\n" + B)
                .replay();
        assertThat(run.lines().get(0)).startsWith("{\"n\":1,\"error\":\"").endsWith("(line 1, column 1)\"}");
        assertThat(run.lines().get(1)).isEqualTo(pressed(2, EPOCH, 1, "a"));
        assertThat(run.lines().get(2)).startsWith("{\"n\":3,\"error\":\"").endsWith("(line 3, column 1)\"}");
        assertThat(run.lines().get(3)).isEqualTo(pressed(4, EPOCH, 2, "b"));
        assertThat(run.lines()).hasSize(4);
        assertThat(run.status()).isEqualTo(3);
    }

    /** However much is missing, one error line says so, and nothing behind it is lost. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTruncatedAnswerIsOneErrorLine(boolean printed) throws IOException {
        String whole = printed ? pretty(answer(A, C)) : answer(A, C);
        int first = printed ? pretty(answer(A)).lastIndexOf(']') : answer(A).lastIndexOf(']');
        for (int length = first + 1; length < whole.length(); length++) {
            Run run = scenario.updates(whole.substring(0, length)).replay();
            boolean complete = whole.substring(length).replaceAll("\\s", "").matches("\\]?}");
            assertThat(run.lines()).as("%d bytes", length).hasSize(complete ? 3 : 2);
            assertThat(run.lines().get(0)).isEqualTo(pressed(1, EPOCH, 1, "a"));
            assertThat(run.lines().get(complete ? 2 : 1)).contains("\"error\":", "ends too soon", "line ", "column ");
            assertThat(run.status()).isEqualTo(3);
        }
    }

    @Test
    void whatFollowsATruncatedAnswerIsReplayed() throws IOException {
        String whole = answer(A, C);
        for (int length = answer(A).lastIndexOf(']') + 1; length < whole.length(); length++) {
            Run run = scenario.updates(whole.substring(0, length) + "\n" + answer(B) + "\n" + B + "\n")
                    .replay();
            assertThat(run.lines())
                    .as("%d bytes", length)
                    .filteredOn(line -> line.contains("error"))
                    .hasSize(1);
            assertThat(run.lines())
                    .as("%d bytes", length)
                    .filteredOn(line -> line.contains("callback:b"))
                    .hasSize(2);
            assertThat(run.status()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "}", ",", "]", "7"})
    void garbageAfterAnAnswerIsOneErrorLine(String garbage) throws IOException {
        Run run = scenario.updates(answer(A) + garbage + "\n" + B + "\n").replay();
        assertThat(run.lines()).hasSize(3);
        assertThat(run.lines().get(0)).isEqualTo(pressed(1, EPOCH, 1, "a"));
        assertThat(run.lines().get(1))
                .contains("\"error\":\"garbage", "(line 1, column " + (answer(A).length() + 1) + ")");
        assertThat(run.lines().get(2)).isEqualTo(pressed(3, EPOCH, 2, "b"));
        assertThat(run.status()).isEqualTo(3);
    }

    @Test
    void aMissingCommaIsOneErrorLineAndSkipsTheRest() throws IOException {
        Run run = scenario.updates("{\n \"ok\": true,\n \"result\": [\n  " + A + "\n  " + C + "\n ]\n}\n" + B)
                .replay();
        assertThat(run.lines())
                .containsExactly(
                        pressed(1, EPOCH, 1, "a"),
                        "{\"n\":2,\"error\":\"no comma or ] where one has to be; skipped up to line 8"
                                + " (line 5, column 3)\"}",
                        pressed(3, EPOCH, 2, "b"));
    }

    /** Lines that are no documents, though they begin like one. */
    @ParameterizedTest
    @ValueSource(
            strings = {"{", "[", "{\n}", "[\n]", "[]", "[7]", "{\"update_id\":1,", "{\"update_id\":1,\"mess", "[[{}]]"})
    void strayBracketsAreBadLinesAsEver(String lines) throws IOException {
        Run run = scenario.updates(A + "\n" + lines + "\n" + B + "\n").replay();
        long bad = lines.lines().count();
        assertThat(run.lines()).hasSize((int) bad + 2);
        assertThat(run.lines()).filteredOn(line -> line.contains("\"error\"")).hasSize((int) bad);
        assertThat(run.lines().get(0)).isEqualTo(pressed(1, EPOCH, 1, "a"));
        assertThat(run.lines())
                .anyMatch(line -> line.endsWith(pressed(0, EPOCH, 2, "b").substring(6)));
        assertThat(run.status()).isEqualTo(3);
    }

    @Test
    void deepNestingIsAnErrorLine() throws IOException {
        Run run = scenario.updates("[{\"update_id\":1,\"x\":" + "[".repeat(100_000) + "\n" + B)
                .replay();
        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().get(0)).contains("\"error\"", "levels");
        assertThat(run.lines().get(1)).isEqualTo(pressed(2, EPOCH, 2, "b"));
    }

    @Test
    void levelsAroundUpdatesAreBounded() throws IOException {
        String around = "{\"chats\":{\"list\":[".repeat(1_000);
        Run run = scenario.updates(around + "\n" + B).replay();
        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().get(0)).contains("\"error\":\"more than 8 levels around updates (line 1, column ");
        assertThat(run.lines().get(1)).isEqualTo(pressed(2, EPOCH, 2, "b"));
    }

    /** Whatever a disk or a hand does to a file: the run comes to its end, and no update turns up twice. */
    @Test
    void noDamageEndsTheRun() throws Exception {
        Random random = new Random(42);
        List<String> files = filesOfTwoUpdates().toList();
        int errors = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] file = files.get(random.nextInt(files.size())).getBytes(UTF_8);
            for (int damage = random.nextInt(3); damage >= 0; damage--) {
                file[random.nextInt(file.length)] = (byte) "{}[]\",:\n\\ 0\u00FF".charAt(random.nextInt(12));
            }
            Recording recording = new Recording(new ByteArrayInputStream(file), BotNames.UNKNOWN);
            int found = 0;
            int read = 0;
            while (recording.next()) {
                read++;
                try {
                    RecordedLine unused = recording.line();
                    found++;
                } catch (BadLineException e) {
                    errors++;
                }
            }
            assertThat(found).as("updates in %s", new String(file, UTF_8)).isLessThanOrEqualTo(2);
            assertThat(read).isLessThanOrEqualTo(2 + file.length);
        }
        assertThat(errors).isGreaterThan(10_000);
    }

    @Test
    void theSummaryCountsUpdates() throws IOException {
        Run run = scenario.updates(answer(A, B, "{}")).replay();
        assertThat(run.err()).startsWith("Replayed 3 lines in ").contains("\n  line 3: no update_id");
    }

    /** One answer in a single line, longer than a line may be. */
    @Test
    void anAnswerIsReadAsAStream() throws Exception {
        String update = message(1, 42, 1_767_225_600, "x".repeat(100_000));
        int updates = 700;
        Recording recording = recording(answer((update + ",").repeat(updates - 1) + update));
        int read = 0;
        while (recording.next()) {
            assertThat(updateId(recording)).isEqualTo(1);
            read++;
        }
        assertThat(read).isEqualTo(updates);
        assertThat(recording.bytesRead()).isGreaterThan(LineReader.MAX_LINE_BYTES);
    }

    @Test
    void anUpdateThatIsTooLongIsSkipped() throws Exception {
        String tooLong = "{\"update_id\":9,\"message\":{\"text\":\"" + "x".repeat(LineReader.MAX_LINE_BYTES) + "\"}}";
        Recording recording = recording("[" + A + "," + tooLong + "," + B + "]");
        assertThat(recording.next()).isTrue();
        assertThat(updateId(recording)).isEqualTo(1);
        assertThat(recording.next()).isTrue();
        assertThatThrownBy(recording::line).isInstanceOf(BadLineException.class).hasMessageContaining("64 MiB");
        assertThat(recording.next()).isTrue();
        assertThat(updateId(recording)).isEqualTo(2);
        assertThat(recording.next()).isFalse();
    }

    private static Long updateId(Recording recording) throws BadLineException {
        return ((RecordedLine.Update) recording.line()).updateId();
    }

    private static Recording recording(String file) throws IOException {
        return new Recording(new ByteArrayInputStream(file.getBytes(UTF_8)), BotNames.UNKNOWN);
    }

    private static String answer(String... updates) {
        return "{\"ok\":true,\"result\":[" + String.join(",", List.of(updates)) + "]}";
    }

    private static String pretty(String json) {
        return new JsonMapper().readTree(json).toPrettyString().replace("\r\n", "\n");
    }
}
