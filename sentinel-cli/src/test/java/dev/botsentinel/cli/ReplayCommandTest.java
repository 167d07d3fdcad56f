package dev.botsentinel.cli;

import static dev.botsentinel.cli.Scenario.message;
import static dev.botsentinel.cli.Scenario.press;
import static dev.botsentinel.cli.Scenario.pressed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files, exit statuses and what stands on standard error. */
class ReplayCommandTest {

    private static final String EPOCH = "1970-01-01T00:00:00.000000Z";

    @TempDir
    private Path directory;

    private Scenario scenario;

    @BeforeEach
    void prepare() throws IOException {
        scenario = new Scenario(directory).updates(press(1, "a") + "\n");
    }

    @Test
    void decisionsGoToTheFileThatOutNames() throws IOException {
        Run run = scenario.with("--out", scenario.out()).replay();
        assertThat(run.status()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(scenario.out()).hasContent(pressed(1, EPOCH, 1, "a"));
    }

    @Test
    void aBadPolicyPrintsItsErrorsAndTouchesNothing() throws IOException {
        Files.writeString(scenario.out(), "precious");
        Run run = scenario.policy("version: 1\ndefaults:\n  limit: []\n  debounce: {windw: 2s}\n")
                .with("--out", scenario.out())
                .replay();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(line -> assertThat(line).startsWith(scenario.policy() + ":"));
        assertThat(run.err()).contains(scenario.policy() + ":3:3: ").contains("'limits'");
        assertThat(scenario.out()).hasContent("precious");
    }

    @Test
    void noTwoOutputsReachOneFileByWhicheverLink() throws IOException {
        Path page = directory.resolve("r.html");
        Path dangling = directory.resolve("dangling.jsonl");
        Path linkedDirectory = directory.resolve("linked");
        assumeTrue(
                canLink(dangling, page) && canLink(linkedDirectory, directory), "links need a file system with them");
        for (Path out : new Path[] {page, dangling, linkedDirectory.resolve("r.html")}) {
            Run run = new Scenario(directory)
                    .updates(press(1, "a") + "\n")
                    .with("--out", out, "--report", page)
                    .replay();
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err())
                    .isEqualTo("--report is " + out + ", which is needed for something else; name another file\n");
            assertThat(page).doesNotExist();
        }
    }

    private static boolean canLink(Path link, Path target) {
        try {
            return Files.isSymbolicLink(Files.createSymbolicLink(link, target));
        } catch (IOException | UnsupportedOperationException none) {
            return false;
        }
    }

    @Test
    void aMissingFileIsBadInput() throws IOException {
        Files.delete(scenario.updates());
        Run run = scenario.with("--out", scenario.out()).replay();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).isEqualTo(scenario.updates() + ": there is no such file or directory; check the path\n");
        assertThat(scenario.out()).doesNotExist();

        Files.delete(scenario.policy());
        assertThat(scenario.replay().status()).isEqualTo(2);
        assertThat(scenario.replay().err()).startsWith(scenario.policy() + ":");
    }

    @Test
    void aDirectoryWithoutRecordingsIsBadInput() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        Run run = Run.of("replay", "--policy", scenario.policy(), "--updates", empty);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith(empty + ": ").contains(".jsonl");
        assertThat(Run.of("replay", "--policy", directory, "--updates", scenario.updates())
                        .status())
                .isEqualTo(2);
        assertThat(scenario.with("--principals", directory).replay().status()).isEqualTo(2);
    }

    @Test
    void anOutputThatCannotBeMadeIsBadInput() {
        Run run = scenario.with("--out", directory.resolve("nowhere/decisions.jsonl"))
                .replay();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith(directory.resolve("nowhere/decisions.jsonl") + ": ");
    }

    @Test
    void anInputIsNeverOverwritten() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), scenario.updates());
        Run run = scenario.with("--out", link).replay();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--out is " + scenario.updates());
        assertThat(scenario.updates()).hasContent(press(1, "a"));
    }

    @Test
    void aFullDiskEndsItWithAMessage() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "only Linux has a disk that is always full");
        Run run = scenario.with("--out", "/dev/full").replay();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).matches("/dev/full: can't be written: [^\n]+\n");
    }

    @Test
    void aClosedPipeEndsItSoonWithAMessage() throws IOException {
        scenario.updates((press(1, "a") + "\n").repeat(100_000));
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int[] writes = {0};
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                writes[0]++;
                throw new IOException("Broken pipe");
            }
        };
        int status = Main.run(
                new String[] {
                    "replay",
                    "--policy",
                    scenario.policy().toString(),
                    "--updates",
                    scenario.updates().toString()
                },
                new PrintStream(closed, false, UTF_8),
                new PrintStream(err, true, UTF_8));
        assertThat(status).isEqualTo(1);
        assertThat(err.toString(UTF_8)).isEqualTo("standard output can't be written any more; is the pipe closed?\n");
        assertThat(writes[0]).isLessThan(5);
    }

    @Test
    void badPrincipalsAreBadInput() throws IOException {
        Run run = scenario.principals("{\"42\":{\"role\":[]}}").replay();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("principals.json:1:").contains("did you mean 'roles'?");
    }

    @Test
    void anotherStorageIsRefusedWithoutRepeatingIt() {
        Run run = scenario.with("--storage", "mongodb://:secret@localhost").replay();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("sentinel: --storage has to be memory or a Redis URI, but this is not a Redis URI;")
                .contains("Try 'sentinel replay --help'.")
                .doesNotContain("secret");
    }

    @Test
    void memoryMayBeNamed() {
        assertThat(scenario.with("--storage", "memory").replay().status()).isZero();
    }

    @Test
    void theSummaryTellsWhatHappened() throws IOException {
        long t = 1_767_225_600;
        Run run = scenario.policy("""
                        version: 1
                        actions:
                          message:
                            limits: [{permits: 1, per: 1h}, {name: slow, permits: 1, per: 2h, mode: shadow}]
                            debounce: {window: 1m}
                        blocked: ["666"]
                        """)
                .updates(String.join(
                        "\n",
                        message(1, 42, t, "a"),
                        message(2, 42, t + 1, "a"),
                        message(3, 42, t + 2, "b"),
                        message(4, 42, t + 3600, "c"),
                        message(5, 666, t + 3600, "d"),
                        press(6, "\\u001b[2J\\u202eevil"),
                        "nonsense",
                        ""))
                .replay();
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err().replaceFirst("in [^;]*;", "in TIME;")).isEqualTo("""
                        Replayed 7 lines in TIME; recorded within 1h 0m, 2026-01-01T00:00:00Z to 2026-01-01T01:00:00Z

                          allowed  3  42.9 %
                          denied   3  42.9 %
                          errors   1  14.3 %

                        Not updates:
                          line 7: not readable as JSON (column 1): Unrecognized token: was expecting (JSON String, Number, \
                        Array, Object or token 'null', 'true' or 'false')

                          action                      updates  denied   share
                          message                           5       3  60.0 %
                          callback:\\x1B[2J\\u202Eevil        1       0   0.0 %

                          rule       reason        denied  in shadow
                          blocklist  blocked            1          0
                          debounce   duplicate          1          0
                          message#0  rate_limited       1          0
                          slow       rate_limited       0          1

                          most denied  denied  of all denials
                          42                2          66.7 %
                          666               1          33.3 %
                        """);
    }
}
