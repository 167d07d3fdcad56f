package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What pages show of the command is what it prints. A block with a file's name in its first line ({@code yaml policy.yml})
 * is that file; one in which a line begins with {@code $ sentinel} is a run on the files above it, standard output before
 * standard error; {@code day.jsonl} is the recorded day of the examples. {@code $ echo $?} tells the exit status, else it is 0.
 */
class PageRunsTest {

    private static final Path DOCS = Path.of("../docs");
    private static final List<String> PAGES = List.of("testing-policies.md", "tuning.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)([^\\n]*)\\n(.*?)^```$");
    private static final String PROMPT = "$ sentinel ";
    private static final String STATUS = "$ echo $?\n";

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> pagesShowWhatTheCommandPrints() {
        return PAGES.stream()
                .map(DOCS::resolve)
                .filter(Files::exists)
                .map(page -> DynamicTest.dynamicTest(page.getFileName().toString(), () -> check(page)));
    }

    private void check(Path page) throws IOException {
        Path files = Files.createDirectory(directory.resolve(page.getFileName().toString()));
        Files.copy(Path.of("../sentinel-examples/src/main/resources/day/updates.jsonl"), files.resolve("day.jsonl"));
        Matcher block = BLOCK.matcher(Files.readString(page));
        int runs = 0;
        while (block.find()) {
            String text = block.group(3);
            String name = block.group(2).strip();
            if (name.matches("[\\w.-]+\\.\\w+")) {
                Files.writeString(files.resolve(name), text);
            } else if (text.startsWith(PROMPT)) {
                run(files, text);
                runs++;
            }
        }
        assertThat(runs).isPositive();
    }

    private void run(Path files, String text) {
        int end = text.indexOf('\n');
        int status = text.indexOf(STATUS);
        String command = text.substring(PROMPT.length(), end);
        Run run = Run.of(arguments(files, command).toArray());
        String printed = (run.out() + run.err()).replace(files + "/", "");
        assertThat(printed).as(command).isEqualTo(text.substring(end + 1, status < 0 ? text.length() : status));
        String expected =
                status < 0 ? "0" : text.substring(status + STATUS.length()).strip();
        assertThat(run.status()).as(command).hasToString(expected);
    }

    /** With the files' names where they are here: those that a page gave, and those that a run may write. */
    private static List<Object> arguments(Path files, String command) {
        List<Object> arguments = new ArrayList<>();
        Arrays.stream(command.split(" "))
                .forEach(it -> arguments.add(it.matches("[\\w.-]+\\.(yml|json|jsonl|xml)") ? files.resolve(it) : it));
        return arguments;
    }
}
