package dev.botsentinel.examples.botapi;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.botsentinel.telegram.TelegramJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The other half of the Bot API on loopback: {@code setWebhook} with a certificate of one's own, and updates that are delivered to it as
 * Telegram does, over TLS, trusting that certificate alone, with the secret token, and again after every answer but 200. In place of an
 * upload the certificate is a JSON member, {@code certificate}, in PEM. Thread-safe.
 */
public final class WebhookBotApi implements AutoCloseable {

    private static final int MOST_TRIES = 50;

    /** Where a bot wants its updates. */
    private record Webhook(URI address, String secret, HttpClient client) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, WebhookBotApi::daemon);
    private final AtomicInteger registrations = new AtomicInteger();
    private volatile String token;
    private volatile @Nullable Webhook webhook;

    /** Starts the server; only this token is let in. */
    public WebhookBotApi(String token) throws IOException {
        this.token = token;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(null, task, "webhook-bot-api", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** The address before {@code /bot}. */
    public URI address() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort());
    }

    /** What BotFather does on {@code /revoke}: the token before isn't let in any more. */
    public void revoke(String newToken) {
        token = newToken;
    }

    /** How often a webhook was registered. */
    public int registrations() {
        return registrations.get();
    }

    /** Delivers an update until it is answered 200, as often as Telegram might. Answers what the bot sent back. */
    public String deliver(String update) throws IOException, InterruptedException {
        for (int i = 0; i < MOST_TRIES; i++) {
            Webhook target = webhook;
            if (target == null) {
                throw new IllegalStateException("no webhook is registered");
            }
            HttpResponse<String> answer = send(target, target.secret(), update);
            if (answer.statusCode() == 200) {
                return answer.body();
            }
        }
        throw new IOException("the webhook took no update in " + MOST_TRIES + " tries");
    }

    /** Sends what somebody else than Telegram might, with a guessed secret. Answers the status. */
    public int forge(String update) throws IOException, InterruptedException {
        Webhook target = webhook;
        return target == null ? 0 : send(target, "a-guess", update).statusCode();
    }

    private static HttpResponse<String> send(Webhook target, String secret, String update)
            throws IOException, InterruptedException {
        return target.client()
                .send(
                        HttpRequest.newBuilder(target.address())
                                .timeout(Duration.ofSeconds(30))
                                .header("Content-Type", "application/json")
                                .header("X-Telegram-Bot-Api-Secret-Token", secret)
                                .POST(HttpRequest.BodyPublishers.ofString(update))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            if (!path.startsWith("/bot" + token + "/")) {
                send(exchange, BotReply.error(401, "Unauthorized"));
            } else if (path.endsWith("/setWebhook")) {
                webhook = webhook(TelegramJson.read(body));
                registrations.incrementAndGet();
                send(exchange, BotReply.body("{\"ok\":true,\"result\":true}"));
            } else {
                send(exchange, BotReply.error(404, "Not Found"));
            }
        } catch (GeneralSecurityException badCertificate) {
            send(exchange, BotReply.error(400, "Bad Request: bad webhook certificate"));
        }
    }

    private static Webhook webhook(JsonNode arguments) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        byte[] pem = arguments.path("certificate").asString().getBytes(StandardCharsets.US_ASCII);
        trusted.setCertificateEntry(
                "webhook", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return new Webhook(
                URI.create(arguments.path("url").asString()),
                arguments.path("secret_token").asString(),
                HttpClient.newBuilder().sslContext(tls).build());
    }

    private static void send(HttpExchange exchange, BotReply reply) throws IOException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
