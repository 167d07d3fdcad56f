package dev.botsentinel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.telegram.TelegramUpdate;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlainWebhookTest {

    private final List<TelegramUpdate> handled = new CopyOnWriteArrayList<>();

    @Test
    void theExampleRuns() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PlainWebhook.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "handling TelegramUpdate[1, message]",
                        "an update: 200",
                        "the same again: 200",
                        "one without the secret: 401",
                        "garbage: 400",
                        "too long: 413");
    }

    @Test
    void aHandlerThatFailsIsNotDeliveredToAgain() throws Exception {
        try (PlainWebhook webhook = new PlainWebhook("s", update -> {
            handled.add(update);
            throw new StackOverflowError();
        })) {
            assertThat(webhook.deliver("s", "{\"update_id\":1,\"message\":{}}")).isEqualTo(200);
            assertThat(handled).hasSize(1);
        }
    }

    @Test
    void onlyPostsWithTheSecretAreRead() throws Exception {
        try (PlainWebhook webhook = new PlainWebhook("s", handled::add)) {
            HttpResponse<Void> get = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(webhook.address()).build(), HttpResponse.BodyHandlers.discarding());
            assertThat(get.statusCode()).isEqualTo(405);
            assertThat(webhook.deliver("", "{\"update_id\":1,\"message\":{}}")).isEqualTo(401);
            assertThat(webhook.deliver("ss", "{\"update_id\":1,\"message\":{}}"))
                    .isEqualTo(401);
            assertThat(handled).isEmpty();
        }
    }
}
