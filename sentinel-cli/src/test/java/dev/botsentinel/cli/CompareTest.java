package dev.botsentinel.cli;

import static dev.botsentinel.cli.Scenario.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code replay --compare}: both policies over the same updates in one run. */
class CompareTest {

    private static final long T = 1_767_225_600;
    private static final String ONE_AN_HOUR = "version: 1\nactions:\n  message: {limits: [{permits: 1, per: 1h}]}\n";
    private static final String OTHER =
            "version: 1\nactions:\n  message: {limits: [{permits: 2, per: 1h}]}\nblocked: [\"7\"]\n";

    @TempDir
    private Path directory;

    private Path other;
    private Scenario scenario;

    @BeforeEach
    void prepare() throws IOException {
        other = Files.writeString(directory.resolve("other.yml"), OTHER);
        scenario = new Scenario(directory)
                .policy(ONE_AN_HOUR)
                .updates(String.join(
                        "\n",
                        message(1, 42, T, "a"),
                        message(2, 42, T + 1, "b"),
                        message(3, 42, T + 2, "c"),
                        message(4, 7, T + 3, "d"),
                        message(5, 7, T + 4, "e")))
                .with("--compare", other);
    }

    @Test
    void onlyDecisionsThatChangeArePrintedWithBoth() {
        Run run = scenario.replay();
        assertThat(run.status()).isZero();
        assertThat(run.lines()).hasSize(3);
        assertThat(run.lines().get(0))
                .isEqualTo(
                        "{\"n\":2,\"at\":\"2026-01-01T00:00:01.000000Z\",\"updateId\":2,\"user\":\"42\",\"chat\":\"42\","
                                + "\"action\":\"message\",\"before\":{\"decision\":\"denied\",\"reason\":\"rate_limited\","
                                + "\"rule\":\"message#0\",\"scope\":\"user\",\"remaining\":0,\"retryAfterMicros\":3599000000,"
                                + "\"blockedUntil\":null,\"shadow\":[]},\"after\":{\"decision\":\"allowed\",\"reason\":null,"
                                + "\"rule\":null,\"scope\":null,\"remaining\":0,\"retryAfterMicros\":0,\"blockedUntil\":null,"
                                + "\"shadow\":[]}}");
        assertThat(run.lines().get(1)).startsWith("{\"n\":4,").contains("\"after\":{\"decision\":\"denied\"");
        assertThat(run.lines().get(2)).startsWith("{\"n\":5,").contains("\"rule\":\"blocklist\"");
    }

    @Test
    void standardErrorTellsHowManyChangeAndWhose() {
        assertThat(scenario.replay().err().replaceFirst("in [^;]*;", "in TIME;"))
                .isEqualTo("""
                        Replayed 5 lines in TIME; recorded within 4.00s, 2026-01-01T00:00:00Z to 2026-01-01T00:00:04Z

                                   policy.yml  other.yml
                          allowed           2          2
                          denied            3          3

                          decisions that change  3  60.0 %
                            newly denied         1
                            newly allowed        1
                            denied otherwise     1

                          from                    to                 updates
                          allowed                 blocklist blocked        1
                          message#0 rate_limited  allowed                  1
                          message#0 rate_limited  blocklist blocked        1

                          action   newly denied  newly allowed
                          message             1              1

                          subject  newly denied  newly allowed
                          42                  0              1
                          7                   1              0
                        """);
    }

    @Test
    void aPolicyChangesNothingAgainstItself() {
        Run run = Run.of(
                "replay",
                "--policy",
                other,
                "--compare",
                other,
                "--updates",
                scenario.updates(),
                "--storage",
                "memory");
        assertThat(run.status()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("decisions that change  0  0.0 %").doesNotContain("from", "newly denied  newly");
    }

    @Test
    void theReportShowsTheChanges() throws IOException {
        Path report = directory.resolve("report.html");
        assertThat(scenario.with("--report", report).replay().status()).isZero();
        String text = Files.readString(report).replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
        assertThat(text)
                .contains("What other.yml would change")
                .contains("3 decisions of 5 (60.0 %): 1 newly denied, 1 newly allowed, 1 denied for another reason.")
                .contains("message#0 rate_limited allowed 1");
    }

    @Test
    void errorLinesArePrintedAndEndWithStatusThree() throws IOException {
        Run run = scenario.updates("nonsense\n").replay();
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.lines()).singleElement().asString().startsWith("{\"n\":1,\"error\":");
        assertThat(run.err()).contains("line 1: not readable");
    }

    @Test
    void aBadOtherPolicyIsBadInputAndTouchesNothing() throws IOException {
        Files.writeString(other, "version: 1\ndefault: {}\n");
        Run run = scenario.with("--out", scenario.out()).replay();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith(other + ":2:1: ");
        assertThat(scenario.out()).doesNotExist();
    }

    @Test
    void theOtherPolicyIsNeverOverwritten() {
        assertThat(scenario.with("--out", other).replay().status()).isEqualTo(2);
        assertThat(other).hasContent(OTHER);
    }
}
