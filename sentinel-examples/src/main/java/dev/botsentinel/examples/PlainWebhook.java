package dev.botsentinel.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.botsentinel.Sentinel;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.telegram.Telegram;
import dev.botsentinel.telegram.TelegramFormatException;
import dev.botsentinel.telegram.TelegramUpdate;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A webhook without any bot library, on the JDK's own HTTP server: only who knows the secret that {@code setWebhook} was
 * given gets in, bodies are bounded, what is no update is answered 400, and whatever the handler does Telegram gets its
 * 200, for it would deliver the update again otherwise. Whoever sends slowly, with the secret or without, has ten seconds.
 * TLS is for the proxy in front.
 */
public final class PlainWebhook implements AutoCloseable {

    // The JDK's server waits for ever unless told otherwise before its first use: four that send nothing would close
    // it. The rest of a refused body it would wait for on the one thread that all connections share.
    static {
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        System.setProperty("sun.net.httpserver.drainAmount", "0");
    }

    /** As Telegram spells it. */
    private static final String SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token";

    /** Real updates have some kilobytes. */
    static final int LONGEST_BODY = 1 << 20;

    private final byte[] secret;
    private final MemoryStore store = MemoryStore.create();
    private final Sentinel<TelegramUpdate> sentinel = Sentinel.builder(TelegramUpdate::request)
            .platform(Telegram.PLATFORM)
            .policy(PolicySet.builder()
                    .defaults(Policy.limits(RateLimit.slidingWindow(2, Duration.ofMinutes(1))))
                    .updateReplay(new UpdateReplay(Duration.ofMinutes(10)))
                    .build())
            .store(store)
            .build();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpServer server;

    PlainWebhook(String secret, Consumer<TelegramUpdate> bot) throws IOException {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        Consumer<TelegramUpdate> guarded = sentinel.guard(bot);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/telegram", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(answer(exchange, guarded), -1);
            }
        });
        server.start();
    }

    private int answer(HttpExchange exchange, Consumer<TelegramUpdate> guarded) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            return 405;
        }
        if (!isSecret(exchange.getRequestHeaders().getFirst(SECRET_HEADER))) {
            return 401;
        }
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            return 413;
        }
        try {
            guarded.accept(TelegramUpdate.parse(body));
        } catch (TelegramFormatException noUpdate) {
            return 400;
        } catch (Throwable handlers) {
            return 200; // the guard has told of it as an event; delivering it again would not help
        }
        return 200;
    }

    /** In a time that doesn't depend on how much of it is right. */
    private boolean isSecret(@Nullable String given) {
        return given != null && MessageDigest.isEqual(secret, given.getBytes(StandardCharsets.UTF_8));
    }

    URI address() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/telegram");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        sentinel.close();
        store.close();
    }

    /** Delivers a few updates to itself; takes no arguments. */
    public static void main(String[] args) throws Exception {
        run(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static void run(PrintStream out) throws Exception {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        try (PlainWebhook webhook = new PlainWebhook(secret, update -> out.println("handling " + update))) {
            String update = "{\"update_id\":%d,\"message\":{\"from\":{\"id\":42},\"text\":\"hi\"}}";
            out.println("an update: " + webhook.deliver(secret, update.formatted(1)));
            out.println("the same again: " + webhook.deliver(secret, update.formatted(1)));
            out.println("one without the secret: " + webhook.deliver("guessed", update.formatted(2)));
            out.println("garbage: " + webhook.deliver(secret, "{\"update_id\":"));
            out.println("too long: " + webhook.deliver(secret, " ".repeat(LONGEST_BODY + 1)));
        }
    }

    int deliver(String secret, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address())
                .header(SECRET_HEADER, secret)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
