package dev.botsentinel.examples.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a real Prometheus says to the example, the alerts and the dashboard; skipped where there is none. */
class PrometheusTest {

    private record Ended(int status, String said) {}

    @TempDir
    private Path folder;

    @BeforeAll
    static void look() {
        assumeTrue(
                Stream.of("prometheus", "promtool")
                        .allMatch(program -> Prometheus.find(program).isPresent()),
                "no prometheus and promtool on the PATH: apt-get install prometheus, or -Dprometheus=/folder/with/both");
    }

    @Test
    void theAlertsAreValid() throws IOException, InterruptedException {
        Ended check = promtool("check", "rules", Watched.FOLDER.resolve("alerts.yml"));
        assertThat(check.status()).as(check.said()).isZero();
    }

    @Test
    void eachAlertFiresWhenItShouldAndThenOnly() throws IOException, InterruptedException {
        Ended test = promtool("test", "rules", Watched.FOLDER.resolve("alerts-test.yml"));
        assertThat(test.status()).as(test.said()).isZero();
        String played = Files.readString(Watched.FOLDER.resolve("alerts-test.yml"));
        assertThat(Watched.Alert.all()).allMatch(alert -> played.contains("alertname=\"" + alert.name() + "\""));
    }

    @Test
    void anAlertThatFiresTooLateIsNoticed() throws IOException, InterruptedException {
        String alerts = Files.readString(Watched.FOLDER.resolve("alerts.yml"));
        Files.writeString(folder.resolve("alerts.yml"), alerts.replace("for: 1m", "for: 5m"));
        Path played = Files.copy(Watched.FOLDER.resolve("alerts-test.yml"), folder.resolve("alerts-test.yml"));
        Ended test = promtool("test", "rules", played);
        assertThat(test.said()).contains("SentinelStoreDegraded").doesNotContain("SentinelAbsent");
        assertThat(test.status()).isNotZero();
    }

    @Test
    void aServerThatScrapesTheExampleAnswersEverything() throws IOException, InterruptedException {
        try (MetricsEndpoint endpoint = new MetricsEndpoint(0, true);
                Prometheus prometheus = Prometheus.watching(endpoint.address(), folder)) {
            endpoint.shop().liveThroughDay(Duration.ZERO);
            Thread days = new Thread(() -> endpoint.shop().liveThroughDays(Duration.ofMillis(5)));
            days.start();
            prometheus.awaitResult("rate(sentinel_decisions_seconds_count[1m])");
            for (Watched watched : Watched.all()) {
                JsonNode answer = prometheus.query(askable(watched.expression()));
                assertThat(answer.required("status").asString())
                        .as("%s: %s", watched, answer)
                        .isEqualTo("success");
            }
            for (Watched watched : Watched.ofPanels()) {
                assertThat(prometheus.query(watched.expression()).at("/data/result"))
                        .as(watched.toString())
                        .isNotEmpty();
            }
            assertThat(prometheus.rules().map(rule -> rule.required("health").asString()))
                    .hasSize(Watched.Alert.all().size())
                    .doesNotContain("err");
            endpoint.shop().close();
            days.join();
        }
    }

    /** What a variable asks is Grafana's word for a question about series. */
    private static String askable(String expression) {
        return expression.replaceFirst("^label_values\\((.*), \\w+\\)$", "$1");
    }

    private static Ended promtool(String verb, String what, Path file) throws IOException, InterruptedException {
        List<String> command =
                List.of(Prometheus.find("promtool").orElseThrow().toString(), verb, what, file.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }
}
