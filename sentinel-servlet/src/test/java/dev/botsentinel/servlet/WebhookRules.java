package dev.botsentinel.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.event.ErrorKind;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.testing.EventRecorder;
import dev.botsentinel.testing.ManualTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds on every server: requests go over a real connection. */
@Timeout(60)
abstract class WebhookRules {

    final ManualTime time = new ManualTime(Instant.parse("2026-11-20T12:00:00Z"));
    final EventRecorder recorder = new EventRecorder();
    final List<String> handled = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final MemoryStore store = MemoryStore.builder().time(time).build();
    final Sentinel<Ping> sentinel = Sentinel.builder(Ping::request)
            .policy(PolicySet.builder()
                    .defaults(Policy.limits(
                            RateLimit.slidingWindow(2, Duration.ofSeconds(30)).named("Grüße \"50%\"")))
                    .action("/admin", Policy.noLimits().requires(Requirement.role("admin")))
                    .action("/free", Policy.noLimits().debounce(Duration.ofSeconds(3)))
                    .action("/fail", Policy.noLimits())
                    .updateReplay(new UpdateReplay(Duration.ofMinutes(10)))
                    .blocked("mallory")
                    .role("admin", Role.of())
                    .build())
            .resolver(PrincipalResolver.of(Map.of()))
            .errorClassifier((failure, request) ->
                    failure instanceof FailedResponseException ? ErrorKind.TRANSIENT : ErrorKind.UNCLASSIFIED)
            .store(store)
            .time(time)
            .listener(recorder)
            .build();
    GuardedWebhook<Ping> webhook = webhook(it -> it);
    WebhookServer server;

    abstract WebhookServer start(GuardedWebhook<Ping> webhook) throws Exception;

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.stop().stop();
        }
        sentinel.close();
        store.close();
    }

    private GuardedWebhook<Ping> webhook(UnaryOperator<GuardedWebhook.Builder<Ping>> settings) {
        return settings.apply(GuardedWebhook.builder(sentinel, delivery -> Ping.parse(delivery.text())))
                .build();
    }

    void serve(UnaryOperator<GuardedWebhook.Builder<Ping>> settings) throws Exception {
        webhook = webhook(settings);
        server = start(webhook);
    }

    HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(server.address()).POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anAllowedUpdateAndItsBodyReachTheHandler() throws Exception {
        serve(it -> it);
        HttpResponse<String> answer = post("ann 1 çay?");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ann 1 çay?");
        assertThat(handled).containsExactly("ann 1 çay?");
    }

    @Test
    void aDeniedUpdateIsAcknowledgedAndNeverHandled() throws Exception {
        serve(it -> it);
        HttpResponse<String> answer = post("mallory 1 hi");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().map()).doesNotContainKeys("retry-after", "ratelimit", "ratelimit-policy");
        assertThat(handled).isEmpty();
    }

    @Test
    void aRefusalSaysHowLongToWaitAndByWhichLimit() throws Exception {
        serve(it -> it.denials(DenialStatus.REFUSE));
        post("ann 1 a");
        time.advance(Duration.ofMillis(200));
        post("ann 2 b");
        HttpResponse<String> answer = post("ann 3 c");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("30");
        assertThat(answer.headers().firstValue("RateLimit-Policy"))
                .contains("\"Gr%C3%BC%C3%9Fe %2250%25%22\";q=2;w=30");
        assertThat(answer.headers().firstValue("RateLimit")).contains("\"Gr%C3%BC%C3%9Fe %2250%25%22\";r=0;t=30");
        time.advance(Duration.ofSeconds(30));
        assertThat(post("ann 3 c").statusCode()).isEqualTo(200);
        assertThat(handled).hasSize(3);
    }

    @Test
    void refusalsHaveTheStatusOfTheirReason() throws Exception {
        serve(it -> it.denials(DenialStatus.REFUSE));
        post("ann 1 /free");
        assertThat(post("ann 1 /free").statusCode()).as("redelivered").isEqualTo(200);
        assertThat(post("ann 2 /free").statusCode()).as("a double tap").isEqualTo(429);
        assertThat(post("ann 3 /admin").statusCode()).as("forbidden").isEqualTo(403);
        assertThat(post("mallory 4 hi").statusCode()).as("blocked").isEqualTo(403);
        assertThat(post("ann 5 unmappable").statusCode()).as("unavailable").isEqualTo(503);
        sentinel.close();
        assertThat(post("ann 6 hi").statusCode()).as("closed").isEqualTo(503);
        assertThat(handled).hasSize(1);
    }

    @Test
    void aStatusThatIsNoneIsAServersFault() throws Exception {
        serve(it -> it.denials(denied -> denied.rule().equals("blocklist") ? 99 : 600));
        assertThat(post("mallory 1 hi").statusCode()).isEqualTo(503);
        assertThat(webhook.failures()).isEqualTo(1);
    }

    @Test
    void whatIsNoUpdateIsAnswered400AndCounted() throws Exception {
        serve(it -> it);
        assertThat(post("garbage").statusCode()).isEqualTo(400);
        assertThat(post("").statusCode()).isEqualTo(400);
        assertThat(webhook.unreadable()).isEqualTo(2);
        assertThat(handled).isEmpty();
    }

    @Test
    void aBodyOfTheLargestSizePassesAndOneByteMoreDoesNot() throws Exception {
        serve(it -> it.maxBody(100));
        assertThat(post("ann 1 " + "x".repeat(94)).statusCode()).isEqualTo(200);
        assertThat(post("ann 2 " + "x".repeat(95)).statusCode()).isEqualTo(413);
        assertThat(handled).hasSize(1);
        assertThat(webhook.tooLong()).isEqualTo(1);
    }

    /** Without a length that says so, and a client that would go on for ever. */
    @Test
    void aBodyInChunksIsReadNoFurtherThanTheLargestSize() throws Exception {
        serve(it -> it.maxBody(100));
        try (Socket socket =
                new Socket(server.address().getHost(), server.address().getPort())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            String path = server.address().getPath();
            out.write(("POST " + path + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nc8\r\n"
                            + "x".repeat(200) + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(firstLine(socket.getInputStream())).contains(" 413 ");
        }
        assertThat(webhook.tooLong()).isEqualTo(1);
    }

    private static String firstLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\r'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    @Test
    void otherMethodsAreRefusedUnlessTheyPass() throws Exception {
        serve(it -> it);
        HttpResponse<String> refused = send(HttpRequest.newBuilder(server.address()));
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).contains("POST");
        server.stop().stop();
        serve(it -> it.pass("GET"));
        HttpResponse<String> passed = send(HttpRequest.newBuilder(server.address()));
        assertThat(passed.statusCode()).isEqualTo(200);
        assertThat(passed.body()).isEqualTo("challenge");
        assertThat(send(HttpRequest.newBuilder(server.address()).DELETE()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void anUpdateWhoseHandlerThrewComesAgainAndIsNoDuplicate() throws Exception {
        serve(it -> it);
        assertThat(post("ann 1 /fail").statusCode()).isEqualTo(500);
        assertThat(recorder.assertOne(SecurityEvent.HandlerFailed.class).cause())
                .isInstanceOf(IOException.class);
        assertThat(post("ann 1 /fail").statusCode()).isEqualTo(500);
        assertThat(handled).containsExactly("ann 1 /fail", "ann 1 /fail");
    }

    @Test
    void anUpdateWhoseHandlerAnsweredAnErrorComesAgainAndIsNoDuplicate() throws Exception {
        serve(it -> it);
        assertThat(post("ann 1 503").statusCode()).isEqualTo(503);
        awaitFailure();
        SecurityEvent.HandlerFailed failed = recorder.assertOne(SecurityEvent.HandlerFailed.class);
        assertThat(failed.kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(failed.cause()).hasMessage("the handler answered 503");
        assertThat(post("ann 1 503").statusCode()).isEqualTo(503);
        assertThat(handled).hasSize(2);
    }

    /** A handler's own answer is on its way before the guard sees it. */
    private void awaitFailure() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (recorder.events(SecurityEvent.HandlerFailed.class).isEmpty() && System.nanoTime() < end) {
            Thread.sleep(5);
        }
    }

    @Test
    void failuresAreAcknowledgedIfToldTo() throws Exception {
        serve(it -> it.acknowledgeFailures());
        assertThat(post("ann 1 /fail").statusCode()).isEqualTo(200);
        recorder.assertOne(SecurityEvent.HandlerFailed.class);
        assertThat(webhook.failures()).isEqualTo(1);
    }

    @Test
    void impossibleSettingsAreRefused() {
        GuardedWebhook.Builder<Ping> builder =
                GuardedWebhook.builder(sentinel, delivery -> Ping.parse(delivery.text()));
        assertThatThrownBy(() -> builder.maxBody(0)).hasMessageContaining("maxBody is 0");
        assertThatThrownBy(() -> builder.pass("POST")).hasMessageContaining("can't pass unguarded");
    }
}
