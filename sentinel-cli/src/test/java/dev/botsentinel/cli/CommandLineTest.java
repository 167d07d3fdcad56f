package dev.botsentinel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Usage, and what {@code validate} tells. */
class CommandLineTest {

    @TempDir
    private Path directory;

    @Test
    void helpIsAskedForAndGoesToStandardOutput() {
        Run run = Run.of("--help");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("replay").contains("validate").contains("Exit status");
        assertThat(run.err()).isEmpty();
        assertThat(Run.of("replay", "--help").out()).contains("--principals").contains("--out");
    }

    @Test
    void versionNamesItself() {
        Run run = Run.of("--version");
        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("sentinel ");
    }

    @Test
    void misuseIsTwoLinesAndStatusTwo() {
        assertThat(Run.of().err())
                .startsWith("sentinel: name a command: replay, scan, validate, ")
                .endsWith("\nTry 'sentinel --help'.\n")
                .hasLineCount(2);
        assertThat(Run.of("replay").err()).isEqualTo("""
                sentinel: Missing required options: '--policy=P.yml', '--updates=U.jsonl'
                Try 'sentinel replay --help'.
                """);
        assertThat(Run.of().status()).isEqualTo(2);
        assertThat(Run.of("replay").status()).isEqualTo(2);
        assertThat(Run.of("validate").status()).isEqualTo(2);
        assertThat(Run.of("reply").status()).isEqualTo(2);
        assertThat(Run.of("validate", "--polcy", "x").status()).isEqualTo(2);
    }

    @Test
    void aMisspeltOptionIsToldAndNotThatItIsMissing() {
        Run run = Run.of("replay", "--polcy", "policy.yml", "--updates", "updates.jsonl");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("'--polcy'").contains("--policy").doesNotContain("Missing");
    }

    @Test
    void aMisspeltStorageRepeatsNoPassword() {
        for (String[] misspelt : new String[][] {
            {"--storge", "redis://bot:s3cret@host"}, {"--storge=redis://bot:s3cret@host"}, {"redis:bot:s3cret@host"}
        }) {
            Object[] args = Stream.concat(
                            Stream.of("replay", "--policy", "p.yml", "--updates", "u.jsonl"), Stream.of(misspelt))
                    .toArray();
            Run run = Run.of(args);
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err()).doesNotContain("s3cret").doesNotContain("host");
        }
        assertThat(Run.of("replay", "--storge=redis://bot:s3cret@host").err())
                .startsWith("sentinel: Unknown option: '--storge'\n")
                .contains("--storage");
    }

    @Test
    void aPathMayBeginWithAnAt() {
        Run run = Run.of("validate", "@policy.yml");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("@policy.yml:");
    }

    @Test
    void aValidPolicyIsFine() throws IOException {
        Path policy = Files.writeString(directory.resolve("policy.yml"), "version: 1\nactions: {/a: {limits: []}}\n");
        assertThat(Run.of("validate", policy))
                .isEqualTo(new Run(0, policy + ": fine; 1 action, 0 named policies, 0 roles\n", ""));
    }

    @Test
    void allErrorsOfAllFilesAreToldAtOnce() throws IOException {
        Path good = Files.writeString(directory.resolve("good.yml"), "version: 1\n");
        Path bad = Files.writeString(directory.resolve("bad.yml"), """
                version: 1
                defaults:
                  limits: [{permits: 3}]
                  debounce: {windw: 2s}
                actions:
                  /pay: {use: mony}
                """, UTF_8);
        Run run = Run.of("validate", good, bad, directory.resolve("none.yml"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines().filter(line -> line.startsWith(bad + ":")))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(line ->
                        assertThat(line.substring(bad.toString().length())).matches(":\\d+:\\d+: .+"));
        assertThat(run.err()).contains(directory.resolve("none.yml") + ":");
        assertThat(run.out()).startsWith(good + ": fine;");
    }
}
