package dev.botsentinel.examples.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.examples.botapi.WebhookBotApi;
import dev.botsentinel.secret.SecretUnavailableException;
import dev.botsentinel.webhook.TelegramSecretToken;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no permission bits")
class HttpsWebhookTest {

    @TempDir
    private Path secrets;

    @Test
    void theExampleRuns() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HttpsWebhook.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), secrets);
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "an update: {\"method\":\"sendMessage\",\"chat_id\":42,\"text\":\"update 1\"}",
                        "forged: 401",
                        "the first again: ",
                        "the file has a new secret, Telegram the old: {\"method\":\"sendMessage\",\"chat_id\":42,\"text\":\"update 3\"}",
                        "registered 3 times; a third update within the minute: (denied)");
    }

    /** Updates of many users arrive all the while; both secrets change five times. */
    @Test
    void rotationUnderLoadLosesNoUpdate() throws Exception {
        HttpsWebhook.write(secrets.resolve("bot-token"), HttpsWebhook.token('a'));
        HttpsWebhook.write(
                secrets.resolve("webhook-secret"),
                TelegramSecretToken.generate().reveal());
        Set<Long> handled = ConcurrentHashMap.newKeySet();
        Semaphore progress = new Semaphore(0);
        try (WebhookBotApi api = new WebhookBotApi(HttpsWebhook.token('a'));
                HttpsWebhook bot = new HttpsWebhook(api.address(), secrets, update -> {
                    handled.add(update.updateId());
                    progress.release();
                    return HttpsWebhook.answer(update);
                })) {
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                for (int i = 1; i <= 120; i++) {
                    deliver(api, i);
                }
            });
            for (char filling = 'b'; filling <= 'f'; filling++) {
                assertThat(progress.tryAcquire(20, 60, TimeUnit.SECONDS))
                        .as("20 more are handled")
                        .isTrue();
                api.revoke(HttpsWebhook.token(filling));
                HttpsWebhook.write(secrets.resolve("bot-token"), HttpsWebhook.token(filling));
                HttpsWebhook.write(
                        secrets.resolve("webhook-secret"),
                        TelegramSecretToken.generate().reveal());
                bot.refresh();
            }
            load.join();
            assertThat(handled).hasSize(120);
            assertThat(api.registrations()).isEqualTo(11);
        }
    }

    private static void deliver(WebhookBotApi api, int id) {
        try {
            api.deliver(
                    "{\"update_id\":%d,\"message\":{\"from\":{\"id\":%d},\"text\":\"hi\"}}".formatted(id, 1000 + id));
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void doesNotStartWithATokenThatOthersCanRead() throws Exception {
        HttpsWebhook.write(secrets.resolve("bot-token"), HttpsWebhook.token('a'));
        Files.setPosixFilePermissions(secrets.resolve("bot-token"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> new HttpsWebhook(URI.create("http://localhost:1"), secrets, HttpsWebhook::answer))
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("aaaa");
    }
}
