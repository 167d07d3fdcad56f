package dev.botsentinel.examples.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.examples.metrics.Watched.Alert;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The dashboard and the alerts ask for series that there are, as a real registry exports them after a day of trouble. */
class ExpressionsTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern METER = Pattern.compile("\\| `(sentinel\\.[a-z.]+)` \\| (\\w+) \\|.*");

    private static Scrape scrape;

    @BeforeAll
    static void liveThroughADayOfTrouble() throws IOException, InterruptedException {
        try (MetricsEndpoint endpoint = new MetricsEndpoint(0, true)) {
            endpoint.shop().liveThroughDay(Duration.ZERO);
            HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint.address() + "/metrics"))
                    .build();
            scrape = Scrape.of(HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body());
        }
    }

    static List<Watched> everything() throws IOException {
        return Watched.all();
    }

    @ParameterizedTest
    @MethodSource("everything")
    void everyExpressionFindsWhatItAsksFor(Watched watched) {
        assertThat(Expression.of(watched.expression()).selectors()).isNotEmpty();
        assertThat(Expression.of(watched.expression()).faults(scrape)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everything")
    void resultsAreNamedByLabelsThatTheyHave(Watched watched) {
        assertThat(Expression.of(watched.expression()).groupings()).containsAll(watched.shown());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(rate(sentinel_decision_seconds_count[5m]))",
                "sum(rate(sentinel_decisions_total[5m]))",
                "sum(rate(sentinel_decisions_seconds_count{outcom=\"denied\"}[5m]))",
                "sum(rate(sentinel_decisions_seconds_count{outcome=\"denyed\"}[5m]))",
                "sum(rate(sentinel_decisions_seconds_count{scope!=\"user\"}[5m]))",
                "sum(rate(sentinel_decisions_seconds_count{reason=~\"duplicated|limited\"}[5m]))",
                "sum by (acton) (rate(sentinel_decisions_seconds_count[5m]))",
                "sum by (queue) (rate(sentinel_decisions_seconds_count[5m]))",
                "sentinel_store_outages_total - sentinel_store_recovery_total > 0",
                "label_values(sentinel_policy_changes_total, jobb)"
            })
    void aSlipOfThePenIsNoticed(String expression) {
        assertThat(Expression.of(expression).faults(scrape)).isNotEmpty();
    }

    @Test
    void aFunctionThatIsNoneIsNoticed() {
        assertThatThrownBy(() -> Expression.of("sum(rat(sentinel_unblocks_total[5m]))"))
                .hasMessageContaining("rat");
    }

    @Test
    void theDayTouchesEveryMeter() throws IOException {
        Set<String> exported = scrape.series().stream().map(Scrape.Series::name).collect(Collectors.toSet());
        List<String> documented = Files.readAllLines(DOCS.resolve("metrics.md")).stream()
                .map(METER::matcher)
                .filter(row -> row.matches())
                .map(row -> exportedName(row.group(1), row.group(2)))
                .toList();
        assertThat(documented).hasSizeGreaterThan(15);
        assertThat(exported).containsAll(documented);
    }

    private static String exportedName(String meter, String type) {
        String name = meter.replace('.', '_');
        return switch (type) {
            case "timer" -> name + "_seconds_count";
            case "counter" -> name + "_total";
            default -> name;
        };
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhatToDo() throws IOException {
        String page = Files.readString(DOCS.resolve("observability.md"));
        for (Alert alert : Alert.all()) {
            assertThat(alert.labels()).as(alert.name()).containsKey("severity");
            assertThat(alert.annotations()).as(alert.name()).containsOnlyKeys("summary", "description", "runbook");
            assertThat(alert.annotations())
                    .containsEntry(
                            "runbook", "docs/observability.md#" + alert.name().toLowerCase(java.util.Locale.ROOT));
            assertThat(page).contains("\n#### " + alert.name() + "\n");
        }
    }

    @Test
    void everyPanelIsExplainedAndAsksTheChosenSource() throws IOException {
        Set<Integer> ids = new HashSet<>();
        String page = Files.readString(DOCS.resolve("observability.md"));
        for (JsonNode panel : Watched.panels()) {
            String title = panel.required("title").asString();
            assertThat(ids.add(panel.required("id").asInt())).as(title).isTrue();
            assertThat(panel.required("description").asString()).as(title).isNotBlank();
            assertThat(panel.required("datasource").required("uid").asString())
                    .as(title)
                    .isEqualTo("${datasource}");
            assertThat(page).contains("| " + title + " |");
        }
    }
}
