package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/replay.md} shows is what happens. */
class ReplayPageTest {

    private static final Path PAGE = Path.of("..", "docs", "replay.md");

    @TempDir
    private Path directory;

    @Test
    void theExamplePrintsWhatThePageSays() throws IOException {
        Run run = new Scenario(directory)
                .policy(block("yaml"))
                .updates(block("jsonl in"))
                .replay();
        assertThat(run.out()).isEqualTo(block("jsonl out"));
        assertThat(run.status()).isEqualTo(3);
    }

    @Test
    void theComparisonPrintsWhatThePageSays() throws IOException {
        Path other = Files.writeString(directory.resolve("other.yml"), block("yaml other"));
        Run run = new Scenario(directory)
                .policy(block("yaml"))
                .updates(block("jsonl in"))
                .with("--compare", other, "--report", directory.resolve("report.html"))
                .replay();
        assertThat(run.out()).isEqualTo(block("jsonl changes"));
        assertThat(run.status()).isEqualTo(3);
    }

    @Test
    void thePageHasTheOptionsThatThereAre() throws IOException {
        String help = Run.of("replay", "--help").out();
        Set<String> inTable = all("(?m)^\\| `(--[\\w-]+)", Files.readString(PAGE));
        Set<String> inHelp = all("(--[\\w-]+)[ =]", help);
        inHelp.removeAll(Set.of("--help", "--debug", "--version"));
        assertThat(inTable).isEqualTo(inHelp);
    }

    @Test
    void thePrincipalsAreReadable() throws IOException {
        Path file = Files.writeString(directory.resolve("principals.json"), block("json"));
        assertThat(PrincipalsFile.read(file)).containsOnlyKeys("42", "43");
    }

    @Test
    void thePageKnowsTheLimits() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(VirtualClock.LAST.toString())
                .contains((LineReader.MAX_LINE_BYTES >> 20) + " MiB");
    }

    private static Set<String> all(String regex, String text) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(it -> it.group(1))
                .collect(Collectors.toSet());
    }

    private static String block(String info) throws IOException {
        Matcher block = Pattern.compile("(?ms)^```" + info + "\\n(.*?)^```$").matcher(Files.readString(PAGE));
        assertThat(block.find()).as("a block ```%s", info).isTrue();
        return block.group(1);
    }
}
