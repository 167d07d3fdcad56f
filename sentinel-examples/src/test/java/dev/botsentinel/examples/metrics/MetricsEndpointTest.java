package dev.botsentinel.examples.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.examples.metrics.Scrape.Series;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class MetricsEndpointTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private MetricsEndpoint endpoint;

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void aDayIsScrapedAsPrometheusReadsIt() throws IOException, InterruptedException {
        endpoint = new MetricsEndpoint(0, false);
        endpoint.shop().liveThroughDay(Duration.ZERO);
        HttpResponse<String> page = get("/metrics");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        Scrape scrape = Scrape.of(page.body());
        assertThat(decisions(scrape)).isEqualTo(recordedDecisions());
        assertThat(scrape.sum("sentinel_decisions_seconds_bucket", Map.of("le", "+Inf")))
                .isEqualTo(scrape.sum("sentinel_decisions_seconds_count"));
        assertThat(scrape.sum("sentinel_blocks_total", Map.of("source", "automatic")))
                .isPositive();
        assertThat(scrape.sum("sentinel_responses_total", Map.of("outcome", "failed")))
                .isZero();
        assertThat(scrape.sum("sentinel_store_outages_total")).isZero();
        assertThat(scrape.sum("sentinel_store_evaluations_seconds_count")).isGreaterThan(2000);
    }

    /** How many there were, by outcome and reason. */
    private static Map<String, Double> decisions(Scrape scrape) {
        return scrape.series().stream()
                .filter(series -> series.name().equals("sentinel_decisions_seconds_count"))
                .collect(Collectors.groupingBy(
                        series -> series.labels().get("outcome") + " "
                                + series.labels().get("reason"),
                        Collectors.summingDouble(Series::value)));
    }

    /** What {@code sentinel replay} has decided on the same day. */
    private static Map<String, Double> recordedDecisions() throws IOException {
        return Files.readAllLines(Path.of("src", "main", "resources", "day", "decisions.jsonl")).stream()
                .map(JsonMapper.shared()::readTree)
                .collect(Collectors.groupingBy(
                        line -> line.path("decision").asString() + " "
                                + line.path("reason").asString("none"),
                        Collectors.summingDouble(line -> 1)));
    }

    @Test
    void troubleIsCountedAndEndsNothing() throws IOException, InterruptedException {
        endpoint = new MetricsEndpoint(0, true);
        endpoint.shop().liveThroughDay(Duration.ZERO);
        Scrape scrape = Scrape.of(get("/metrics").body());
        assertThat(scrape.sum("sentinel_decisions_seconds_count")).isGreaterThan(3000);
        assertThat(scrape.sum("sentinel_store_recoveries_total")).isEqualTo(scrape.sum("sentinel_store_outages_total"));
        assertThat(scrape.sum("sentinel_store_outages_total")).isEqualTo(1);
        assertThat(scrape.sum("sentinel_decisions_degraded_total")).isPositive();
        assertThat(scrape.sum("sentinel_resolver_failures_total")).isPositive();
        assertThat(scrape.sum("sentinel_handler_failures_total")).isPositive();
    }

    @Test
    void healthIsReadyOnceUpdatesAreAskedForAndUntilTheShopCloses() throws IOException, InterruptedException {
        endpoint = new MetricsEndpoint(0, false);
        assertHealth("starting", 503, 200);
        endpoint.shop().liveThroughDay(Duration.ZERO);
        assertHealth("up", 200, 200);
        endpoint.shop().close();
        assertHealth("stopping", 503, 200);
    }

    @Test
    void anOutageIsToldAndTheBotStaysInService() throws IOException, InterruptedException {
        endpoint = new MetricsEndpoint(0, true);
        Thread days = new Thread(() -> endpoint.shop().liveThroughDays(Duration.ofMillis(2)));
        days.start();
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        HttpResponse<String> health = get("/health");
        while (!health.body().contains("\"status\":\"degraded\"") && System.nanoTime() < end) {
            health = get("/health");
        }
        assertThat(health.body()).contains("\"status\":\"degraded\"", "the shared storage is out of reach");
        assertThat(health.statusCode()).isEqualTo(200);
        endpoint.shop().close();
        days.join();
        assertHealth("stopping", 503, 200);
    }

    private void assertHealth(String status, int ready, int live) throws IOException, InterruptedException {
        HttpResponse<String> health = get("/health");
        assertThat(health.body()).contains("\"status\":\"" + status + "\"", "\"reason\":\"");
        assertThat(health.statusCode()).isEqualTo(ready);
        assertThat(get("/health/live").statusCode()).isEqualTo(live);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(endpoint.address() + path)).build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }
}
