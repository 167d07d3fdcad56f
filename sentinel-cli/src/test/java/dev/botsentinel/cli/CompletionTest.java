package dev.botsentinel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in a real bash: what it offers for words that are being typed. */
class CompletionTest {

    private static final Path BASH = Path.of("/bin/bash");
    private static final long PATIENCE_SECONDS = 30;

    @TempDir
    private Path directory;

    private Path script;

    @BeforeEach
    void print() throws IOException {
        assumeTrue(Files.isExecutable(BASH), "no " + BASH);
        Run run = Run.of("completion");
        assertThat(run.status()).isZero();
        script = Files.writeString(directory.resolve("completion.sh"), run.out());
    }

    @Test
    void commandsAreCompleted() throws IOException, InterruptedException {
        assertThat(completed("sentinel", "bl")).containsExactly("blocks");
        assertThat(completed("sentinel", "")).contains("why", "blocks", "limits", "data", "top", "completion");
        assertThat(completed("sentinel", "blocks", "")).contains("list", "show", "add", "remove");
    }

    @Test
    void optionsAreCompleted() throws IOException, InterruptedException {
        assertThat(completed("sentinel", "top", "--s")).contains("--since", "--storage");
        assertThat(completed("sentinel", "blocks", "list", "--format", "")).contains("TABLE", "CSV", "JSON");
    }

    private List<String> completed(String... words) throws IOException, InterruptedException {
        String typed = String.join(
                " ", List.of(words).stream().map(word -> "'" + word + "'").toList());
        String asked = "source '" + script + "'; COMP_WORDS=(" + typed + "); COMP_CWORD=" + (words.length - 1)
                + "; COMP_LINE='" + String.join(" ", words) + "'; COMP_POINT=${#COMP_LINE}"
                + "; _complete_sentinel; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Path answers = directory.resolve("answers");
        Process bash = new ProcessBuilder(BASH.toString(), "--norc", "-c", asked)
                .redirectErrorStream(true)
                .redirectOutput(answers.toFile())
                .start();
        assertThat(bash.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return Files.readString(answers, UTF_8).lines().map(String::strip).toList();
    }
}
