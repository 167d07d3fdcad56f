package dev.botsentinel.examples.day;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The recorded day, replayed through its policy, gives the committed decisions. When a difference is wanted, make them
 * again as {@code day/README.md} says, and look at each change before committing it.
 */
class RecordedDayTest {

    private static final Path DAY = Path.of("src", "main", "resources", "day");

    @Test
    void decisionsAreTheCommittedOnes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                new String[] {
                    "replay",
                    "--policy=" + DAY.resolve("policy.yml"),
                    "--updates=" + DAY.resolve("updates.jsonl"),
                    "--principals=" + DAY.resolve("principals.json")
                },
                new PrintStream(out, false, UTF_8),
                new PrintStream(err, false, UTF_8));

        assertThat(status).as(err.toString(UTF_8)).isZero();
        List<String> decisions = out.toString(UTF_8).lines().toList();
        List<String> committed = Files.readAllLines(DAY.resolve("decisions.jsonl"));
        for (int i = 0; i < Math.min(decisions.size(), committed.size()); i++) {
            assertThat(decisions.get(i)).as("line %d", i + 1).isEqualTo(committed.get(i));
        }
        assertThat(decisions).hasSameSizeAs(committed);
    }
}
