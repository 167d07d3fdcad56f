package dev.botsentinel.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the example and scrapes it. Runs on Spring Boot 3.5 as well, see boot-3.5/pom.xml. */
@Timeout(120)
class ShopBotTest {

    private static final Path SOURCES = Path.of("src", "main");

    private final HttpClient client = HttpClient.newHttpClient();
    private String address;

    @Test
    void floodsAreDeniedAndMetricsAndHealthSaySo() throws Exception {
        try (ConfigurableApplicationContext context = SpringApplication.run(
                ShopBot.class, "--server.port=0", "--management.endpoint.health.show-details=always")) {
            address = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
            for (int i = 1; i <= 30; i++) {
                assertThat(update(i)).isEqualTo(200);
            }
            assertThat(get("/actuator/prometheus"))
                    .contains(
                            "sentinel_decisions_seconds_count{action=\"*\",outcome=\"allowed\",reason=\"none\",rule=\"none\"} 24")
                    .contains("sentinel_store_evaluations_seconds_count{backend=\"memory\",outcome=\"admitted\"} 24")
                    .contains("sentinel_blocks_total{source=\"automatic\"} 1.0");
            assertThat(get("/actuator/health")).contains("\"sentinel\":{").contains("\"degraded\":false");
            assertThat(get("/actuator/sentinel")).contains("Telegram's starter policy");
            assertThat(get("/actuator/sentinel/blocks")).contains("\"subject\":\"42\"");
            assertThat(get("/actuator/sentinel/policy")).contains("24 per 10s");
        }
    }

    private int update(int number) throws IOException, InterruptedException {
        String json =
                "{\"update_id\":%d,\"message\":{\"from\":{\"id\":42},\"text\":\"hi %d\"}}".formatted(number, number);
        return client.send(
                        HttpRequest.newBuilder(URI.create(address + "/telegram"))
                                .POST(BodyPublishers.ofString(json))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private String get(String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(address + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Imports, package and empty lines aside. */
    @Test
    void itTakesNoMoreThanFifteenLines() throws IOException {
        Path java = SOURCES.resolve(Path.of("java", "dev", "botsentinel", "examples", "spring", "ShopBot.java"));
        long lines = Stream.of(java, SOURCES.resolve(Path.of("resources", "application.properties")))
                .flatMap(file -> lines(file).stream())
                .filter(line -> !line.isBlank() && !line.startsWith("import ") && !line.startsWith("package "))
                .count();
        assertThat(lines).isLessThanOrEqualTo(15);
    }

    /** The page shows this very example. */
    @Test
    void thePageShowsTheExample() throws IOException {
        Path java = SOURCES.resolve(Path.of("java", "dev", "botsentinel", "examples", "spring", "ShopBot.java"));
        String page = Files.readString(Path.of("..", "docs", "spring-boot.md"));
        String text = Files.readString(java);
        assertThat(page).contains(text.substring(text.indexOf("import ")));
        assertThat(page).contains(Files.readString(SOURCES.resolve(Path.of("resources", "application.properties"))));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
