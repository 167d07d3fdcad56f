package dev.botsentinel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays every scenario under {@code worked/} and compares its output with rows that were worked out by hand from the
 * contract. The README there says how to read them, each {@code why.md} has the arithmetic.
 */
class WorkedRowsTest {

    /** Fewer than this and the scenarios were not found, or somebody threw rows away. */
    private static final int FEWEST_LINES = 40;

    /** Ends an expected error line; the text of an error is free. */
    private static final String ANY_ERROR = "\"error\":\"*\"}";

    private static final int STATUS_FINE = 0;
    private static final int STATUS_ERROR_LINES = 3;

    @TestFactory
    Stream<DynamicTest> replayPrintsWhatTheContractSays() throws IOException, URISyntaxException {
        AtomicInteger compared = new AtomicInteger();
        Stream<DynamicTest> scenarios = scenarios().stream()
                .map(scenario ->
                        dynamicTest(name(scenario), () -> compared.addAndGet(replayAndCompare(scenario, "memory"))));
        DynamicTest enough = dynamicTest(
                "at least " + FEWEST_LINES + " lines were compared",
                () -> assertThat(compared.get()).isGreaterThanOrEqualTo(FEWEST_LINES));
        return Stream.concat(scenarios, Stream.of(enough));
    }

    /** Returns how many lines were compared. */
    static int replayAndCompare(Path scenario, String storage) throws IOException {
        List<String> updates = Files.readAllLines(scenario.resolve("updates.jsonl"), UTF_8);
        List<String> expected = Files.readAllLines(scenario.resolve("expected.jsonl"), UTF_8);
        assertThat(expected)
                .as("%s: a line is expected for each update", name(scenario))
                .hasSameSizeAs(updates);

        Run run = replay(scenario, storage);
        List<String> actual = run.lines();
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            if (!matches(expected.get(i), actual.get(i))) {
                throw new AssertionError(difference(scenario, i + 1, updates.get(i), expected.get(i), actual.get(i)));
            }
        }
        assertThat(actual)
                .as("%s: lines printed; on standard error:%n%s", name(scenario), run.err())
                .hasSameSizeAs(expected);
        assertThat(run.status())
                .as("%s: exit status; on standard error:%n%s", name(scenario), run.err())
                .isEqualTo(expected.stream().anyMatch(WorkedRowsTest::isError) ? STATUS_ERROR_LINES : STATUS_FINE);
        return expected.size();
    }

    private static Run replay(Path scenario, String storage) {
        List<String> args = new ArrayList<>(List.of("replay"));
        args.addAll(List.of("--policy", scenario.resolve("policy.yml").toString()));
        args.addAll(List.of("--updates", scenario.resolve("updates.jsonl").toString()));
        args.addAll(List.of("--storage", storage));
        Path principals = scenario.resolve("principals.json");
        if (Files.exists(principals)) {
            args.addAll(List.of("--principals", principals.toString()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                args.toArray(String[]::new), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        return new Run(status, out.toString(UTF_8), err.toString(UTF_8));
    }

    private static boolean matches(String expected, String actual) {
        if (!isError(expected)) {
            return expected.equals(actual);
        }
        String upToText = expected.substring(0, expected.length() - "*\"}".length());
        return actual.startsWith(upToText) && actual.endsWith("\"}") && actual.length() >= expected.length();
    }

    private static boolean isError(String expected) {
        return expected.endsWith(ANY_ERROR);
    }

    private static String difference(Path scenario, int line, String update, String expected, String actual) {
        return String.format(
                "%s, line %d (its working is row %d of why.md)%n  update:   %s%n  expected: %s%n  actual:   %s",
                name(scenario), line, line, update, expected, actual);
    }

    static List<Path> scenarios() throws IOException, URISyntaxException {
        Path root = Path.of(Objects.requireNonNull(
                        WorkedRowsTest.class.getResource("/worked"), "no /worked among the test resources")
                .toURI());
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }

    static String name(Path scenario) {
        return scenario.getFileName().toString();
    }

    /** What one run of the command left behind. */
    private record Run(int status, String out, String err) {

        /** The lines of standard output, each of which must end with a line feed and nothing else. */
        List<String> lines() {
            if (out.isEmpty()) {
                return List.of();
            }
            assertThat(out).as("standard output ends with a line feed").endsWith("\n");
            return List.of(out.substring(0, out.length() - 1).split("\n", -1));
        }
    }
}
