package dev.botsentinel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.examples.FirstBot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** docs/getting-started.md shows the bot that this test runs, its policy, and a project that has what it needs. */
class GettingStartedTest {

    private static final Path ROOT = Path.of("..");
    private static final Path BOT = Path.of("src/main/java/dev/botsentinel/examples/FirstBot.java");
    private static final Path POLICY = Path.of("src/main/resources/first/policy.yml");
    private static final Pattern DEPENDENCY =
            Pattern.compile("<artifactId>(sentinel-[a-z]+)</artifactId>\\s*<version>\\$\\{sentinel.version}");
    private static final Pattern VERSIONED =
            Pattern.compile("<artifactId>((?!sentinel)[a-z0-9-]+)</artifactId>\\s*<version>([0-9][^<]*)");

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/getting-started.md"));
    }

    @Test
    void thePageShowsTheBotAndItsPolicy() throws IOException {
        String bot = Files.readString(BOT);
        assertThat(page())
                .contains("```java\n" + bot.substring(bot.indexOf("import ")) + "```")
                .contains("```yaml\n" + Files.readString(POLICY) + "```");
    }

    @Test
    void itsProjectNamesModulesAndVersionsOfThisBuild() throws IOException {
        String build = Files.readString(ROOT.resolve("pom.xml"));
        List<String> modules =
                DEPENDENCY.matcher(page()).results().map(it -> it.group(1)).toList();
        assertThat(modules).hasSize(2).allMatch(name -> build.contains("<module>" + name + "</module>"));
        assertThat(page()).contains("<sentinel.version>" + version(build, "sentinel-parent</artifactId>\\s*<version"));
        List<String> versions = VERSIONED
                .matcher(page())
                .results()
                .filter(it -> !it.group(1).equals("first-bot"))
                .map(it -> it.group(2))
                .toList();
        assertThat(versions).hasSize(4).allMatch(it -> build.contains(">" + it + "</"));
    }

    private static String version(String build, String before) {
        return Pattern.compile(before + ">([^<]+)<")
                .matcher(build)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void theBotAnswersWhatIsTyped() throws IOException {
        InputStream in = System.in;
        PrintStream out = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            System.setIn(new ByteArrayInputStream(
                    "hello\nhello\n/admin\na\nb\nc\nd\n\"e\\\nf\n".getBytes(StandardCharsets.UTF_8)));
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            FirstBot.main(new String[] {POLICY.toString()});
        } finally {
            System.setIn(in);
            System.setOut(out);
        }
        List<String> lines = said.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("bot> you said"))
                .toList();
        assertThat(lines)
                .containsExactly(
                        "bot> you said hello",
                        "bot> you said a",
                        "bot> you said b",
                        "bot> you said c",
                        "bot> you said d");
    }
}
