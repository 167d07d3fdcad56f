package dev.botsentinel.examples.webhook;

import dev.botsentinel.Outcome;
import dev.botsentinel.Sentinel;
import dev.botsentinel.examples.botapi.WebhookBotApi;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.secret.RotatingSecret;
import dev.botsentinel.secret.Secret;
import dev.botsentinel.secret.SecretListener;
import dev.botsentinel.secret.SecretSource;
import dev.botsentinel.secret.TokenForm;
import dev.botsentinel.telegram.Telegram;
import dev.botsentinel.telegram.TelegramFormatException;
import dev.botsentinel.telegram.TelegramUpdate;
import dev.botsentinel.webhook.NotAnUpdateException;
import dev.botsentinel.webhook.SourceNetworks;
import dev.botsentinel.webhook.TelegramSecretToken;
import dev.botsentinel.webhook.WebhookGuard;
import dev.botsentinel.webhook.WebhookMessage;
import dev.botsentinel.webhook.WebhookReply;
import dev.botsentinel.webhook.httpserver.WebhookServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/**
 * A bot on a real HTTPS webhook: a certificate of its own, the token and the webhook's secret from mounted files, registered with {@code
 * setWebhook}. Both change while it runs, and no update is lost. Needs no token: the Bot API is one on loopback.
 */
public final class HttpsWebhook implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final URI api;
    private final HttpClient client = HttpClient.newHttpClient();
    private final SelfSigned certificate;
    private final RotatingSecret token;
    private final RotatingSecret webhookSecret;
    private final MemoryStore store = MemoryStore.create();
    private final Sentinel<TelegramUpdate> sentinel = Sentinel.builder(TelegramUpdate::request)
            .platform(Telegram.PLATFORM)
            .policy(PolicySet.builder()
                    .defaults(Policy.limits(RateLimit.slidingWindow(2, Duration.ofMinutes(1))))
                    .updateReplay(new UpdateReplay(Duration.ofMinutes(10)))
                    .build())
            .store(store)
            .build();
    private final WebhookServer server;

    /**
     * Starts the bot.
     *
     * @param api the Bot API's address
     * @param secrets a directory with the files {@code bot-token} and {@code webhook-secret}, readable for the owner alone
     */
    HttpsWebhook(URI api, Path secrets, Function<TelegramUpdate, String> bot)
            throws IOException, GeneralSecurityException, InterruptedException {
        this.api = api;
        certificate = SelfSigned.create(secrets);
        token = RotatingSecret.builder(SecretSource.file(secrets.resolve("bot-token")))
                .form(TokenForm.TELEGRAM)
                .listener(registerAgain())
                .start();
        webhookSecret = RotatingSecret.builder(SecretSource.file(secrets.resolve("webhook-secret")))
                .check(TelegramSecretToken::problem)
                .listener(registerAgain())
                .start();
        Function<TelegramUpdate, Outcome<String>> guarded = sentinel.guardCall(bot);
        WebhookGuard guard = WebhookGuard.builder(
                        TelegramSecretToken.of(webhookSecret),
                        // On Telegram: SourceNetworks.telegram()
                        SourceNetworks.of("127.0.0.0/8", "::1"),
                        message -> reply(guarded, message))
                .name("telegram")
                .build();
        server = WebhookServer.https(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), certificate.tls(), "/telegram", guard);
        register();
    }

    /** What is denied is accepted all the same: Telegram would send it again. */
    private static WebhookReply reply(Function<TelegramUpdate, Outcome<String>> guarded, WebhookMessage message)
            throws NotAnUpdateException {
        TelegramUpdate update;
        try {
            update = TelegramUpdate.parse(message.bytes());
        } catch (TelegramFormatException noUpdate) {
            throw new NotAnUpdateException(noUpdate);
        }
        return guarded.apply(update) instanceof Outcome.Handled<String> handled
                ? WebhookReply.json(handled.result())
                : WebhookReply.accepted();
    }

    /** Until Telegram knows the new secret it sends the old one, which is valid for the grace time. */
    private SecretListener registerAgain() {
        return new SecretListener() {
            @Override
            public void rotated(Secret previous, Secret current) {
                try {
                    register();
                } catch (IOException failure) {
                    throw new IllegalStateException(
                            "setWebhook failed; it is called again at the next refresh", failure);
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    private void register() throws IOException, InterruptedException {
        String arguments = JSON.writeValueAsString(JSON.createObjectNode()
                .put("url", "https://localhost:" + server.address().getPort() + "/telegram")
                .put("secret_token", webhookSecret.current().reveal())
                .put("certificate", certificate.pem()));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(api + "/bot" + token.current().reveal() + "/setWebhook"))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(arguments))
                .build();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IOException("setWebhook was answered " + status);
        }
    }

    /** Reads both files now, not at the next minute. */
    void refresh() {
        token.refresh();
        webhookSecret.refresh();
    }

    @Override
    public void close() {
        server.close();
        token.close();
        webhookSecret.close();
        sentinel.close();
        store.close();
    }

    /** Replaces a secret as a deployment does: a new file, readable for the owner alone, in one step. */
    static void write(Path file, String secret) throws IOException {
        Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "new", "");
        Files.writeString(fresh, secret + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A token that looks like Telegram's. */
    static String token(char filling) {
        return "900000001" + ":" + String.valueOf(filling).repeat(35);
    }

    /** Sends itself a few updates, rotates, and sends more; takes no arguments. */
    public static void main(String[] args) throws Exception {
        Path secrets = Files.createTempDirectory("secrets");
        try {
            run(new PrintStream(System.out, true, StandardCharsets.UTF_8), secrets);
        } finally {
            for (String name : new String[] {"bot-token", "webhook-secret", "webhook.p12"}) {
                Files.deleteIfExists(secrets.resolve(name));
            }
            Files.delete(secrets);
        }
    }

    static void run(PrintStream out, Path secrets) throws Exception {
        write(secrets.resolve("bot-token"), token('a'));
        write(secrets.resolve("webhook-secret"), TelegramSecretToken.generate().reveal());
        String update = "{\"update_id\":%d,\"message\":{\"from\":{\"id\":42},\"chat\":{\"id\":42},\"text\":\"hi\"}}";
        try (WebhookBotApi api = new WebhookBotApi(token('a'));
                HttpsWebhook bot = new HttpsWebhook(api.address(), secrets, HttpsWebhook::answer)) {
            out.println("an update: " + api.deliver(update.formatted(1)));
            out.println("forged: " + api.forge(update.formatted(2)));
            out.println("the first again: " + api.deliver(update.formatted(1)));
            write(
                    secrets.resolve("webhook-secret"),
                    TelegramSecretToken.generate().reveal());
            out.println("the file has a new secret, Telegram the old: " + api.deliver(update.formatted(3)));
            api.revoke(token('b'));
            write(secrets.resolve("bot-token"), token('b'));
            bot.refresh();
            out.println("registered " + api.registrations() + " times; a third update within the minute: "
                    + api.deliver(update.formatted(4)) + "(denied)");
        }
    }

    /** A call of the Bot API, in the webhook's answer. */
    static String answer(TelegramUpdate update) {
        return "{\"method\":\"sendMessage\",\"chat_id\":42,\"text\":\"update " + update.updateId() + "\"}";
    }
}
