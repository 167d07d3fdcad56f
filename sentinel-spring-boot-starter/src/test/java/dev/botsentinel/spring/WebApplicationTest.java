package dev.botsentinel.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.servlet.WebhookFilter;
import dev.botsentinel.telegram.TelegramUpdate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A whole application on Tomcat, with everything that Spring Boot configures by itself. */
@Timeout(120)
class WebApplicationTest {

    /** The bot. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Bot {

        final List<String> handled = new CopyOnWriteArrayList<>();

        @PostMapping("/telegram")
        void on(@RequestAttribute(WebhookFilter.UPDATE) TelegramUpdate update, @RequestBody String body) {
            handled.add(update + " " + body.length());
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private ConfigurableApplicationContext context;
    private String address;

    private void start(String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "spring.main.banner-mode=off",
                "sentinel.webhook.paths[0]=/telegram",
                "sentinel.policy.location=classpath:policy.yml",
                "management.endpoints.web.exposure.include=health,sentinel,metrics",
                "management.endpoint.health.show-details=always"));
        all.addAll(List.of(properties));
        context = new SpringApplicationBuilder(Bot.class)
                .properties(all.toArray(String[]::new))
                .run();
        address = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }

    @AfterEach
    void stop() {
        context.close();
    }

    private HttpResponse<String> update(int number) throws IOException, InterruptedException {
        return post(
                "/telegram",
                "{\"update_id\":" + number + ",\"message\":{\"from\":{\"id\":42},\"text\":\"hi " + number + "\"}}");
    }

    private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address + path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aControllerBehindTheFilterGetsUpdateAndBody() throws Exception {
        start();
        assertThat(update(1).statusCode()).isEqualTo(200);
        assertThat(update(2).statusCode()).isEqualTo(200);
        assertThat(update(3).statusCode()).as("denied, and acknowledged").isEqualTo(200);
        assertThat(context.getBean(Bot.class).handled)
                .containsExactly("TelegramUpdate[1, message] 58", "TelegramUpdate[2, message] 58");
        assertThat(post("/telegram", "{").statusCode()).isEqualTo(400);
        assertThat(get("/telegram").statusCode()).isEqualTo(405);
    }

    @Test
    void webhookPropertiesAreKept() throws Exception {
        start("sentinel.webhook.denials=refuse", "sentinel.webhook.max-body=100", "sentinel.webhook.pass-methods=GET");
        update(1);
        update(2);
        HttpResponse<String> refused = update(3);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("RateLimit"))
                .hasValueSatisfying(it -> assertThat(it).startsWith("\"*#0\";r=0;t="));
        assertThat(post("/telegram", " ".repeat(101)).statusCode()).isEqualTo(413);
        assertThat(get("/telegram").statusCode()).as("the controller has none").isEqualTo(405);
        assertThat(get("/telegram").headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void metricsAndHealthAreBoots() throws Exception {
        start();
        update(1);
        assertThat(get("/actuator/metrics/sentinel.decisions?tag=outcome:allowed")
                        .body())
                .contains("\"statistic\":\"COUNT\",\"value\":1.0");
        assertThat(get("/actuator/metrics/sentinel.store.evaluations?tag=backend:memory")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/actuator/metrics/sentinel.responses").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/metrics/sentinel.events.pending?tag=queue:audit")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/actuator/health").body())
                .contains("\"sentinel\":{\"details\":{")
                .contains("\"storage\":\"memory\"")
                .contains("\"degraded\":false");
    }

    @Test
    void metricsAndHealthCanBeTurnedOff() throws Exception {
        start("sentinel.metrics.enabled=false", "management.health.sentinel.enabled=false");
        update(1);
        assertThat(get("/actuator/metrics/sentinel.decisions").statusCode()).isEqualTo(404);
        assertThat(get("/actuator/health").body()).doesNotContain("\"sentinel\":{");
    }

    @Test
    void theEndpointShowsStatusPolicyAndBlocksAndChangesNothing() throws Exception {
        start();
        assertThat(get("/actuator/sentinel").body())
                .contains("\"policyEntries\":1")
                .contains("\"auditEventsPending\":0")
                .contains("policy.yml")
                .contains("\"answers\":{\"sent\":0");
        assertThat(get("/actuator/sentinel/policy").body()).contains("2 per 1h");
        assertThat(get("/actuator/sentinel/blocks").body()).isEqualTo("{\"blocks\":[],\"complete\":true}");
        assertThat(get("/actuator/sentinel/other").statusCode()).isEqualTo(404);
        assertThat(get("/actuator/sentinel/blocks/42").statusCode()).isEqualTo(404);
        String block = "{\"duration\":\"1h\",\"actor\":\"ops\",\"reason\":\"spam\"}";
        assertThat(post("/actuator/sentinel/blocks/42", block).statusCode()).isEqualTo(405);
        assertThat(send(HttpRequest.newBuilder(URI.create(address + "/actuator/sentinel/blocks/42?actor=ops&reason=no"))
                                .DELETE())
                        .statusCode())
                .isEqualTo(405);
        update(1);
        assertThat(context.getBean(Bot.class).handled).hasSize(1);
    }

    @Test
    void theEndpointSaysWhatStandsBetweenAUserAndTheHandlers() throws Exception {
        start("management.endpoint.sentinel.access=unrestricted");
        update(1);
        assertThat(get("/actuator/sentinel/why/42").body())
                .startsWith(
                        "{\"subject\":\"42\",\"block\":null,\"chatBlock\":null,\"violations\":0,\"rung\":0,\"limits\":[")
                .contains("{\"limit\":\"*#0\",\"scope\":\"user\",\"remaining\":1,\"passesAt\":\"");
        post("/actuator/sentinel/blocks/-100", "{\"duration\":\"1h\",\"actor\":\"ops\",\"reason\":\"raid\"}");
        assertThat(get("/actuator/sentinel/why/42?chat=-100").body())
                .contains("\"block\":null")
                .contains("\"chatBlock\":{\"subject\":\"-100\"");
        assertThat(get("/actuator/sentinel/why/" + "x".repeat(200)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void withAccessTheEndpointBlocksAndLifts() throws Exception {
        start("management.endpoint.sentinel.access=unrestricted");
        String block = "{\"duration\":\"1h\",\"actor\":\"ops\",\"reason\":\"spam\"}";
        assertThat(post("/actuator/sentinel/blocks/42", block).body())
                .contains("\"subject\":\"42\",\"source\":\"manual\"")
                .contains("\"actor\":\"ops\",\"reason\":\"spam\"");
        update(1);
        assertThat(context.getBean(Bot.class).handled).isEmpty();
        assertThat(get("/actuator/sentinel/blocks").body()).contains("\"subject\":\"42\"");
        assertThat(get("/actuator/sentinel/blocks/42").statusCode()).isEqualTo(200);
        HttpRequest.Builder lift = HttpRequest.newBuilder(
                        URI.create(address + "/actuator/sentinel/blocks/42?actor=ops&reason=no"))
                .DELETE();
        assertThat(send(lift).statusCode()).isEqualTo(200);
        assertThat(send(lift).statusCode()).as("there is none any more").isEqualTo(204);
        update(2);
        assertThat(context.getBean(Bot.class).handled).hasSize(1);
        assertThat(post("/actuator/sentinel/blocks/42", block.replace("1h", "soon"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/actuator/sentinel/blocks/42", block.replace("ops", "x".repeat(300)))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/actuator/sentinel/blocks/42", block.replace("1h", "forever"))
                        .body())
                .contains("\"until\":null");
    }
}
