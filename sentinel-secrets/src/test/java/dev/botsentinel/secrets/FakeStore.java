package dev.botsentinel.secrets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A fake of a secret store: it speaks the store's HTTP protocol on loopback as far as the sources use it, keeps texts by name, and makes the
 * trouble that a test asks for. It is no Vault and no cloud: what it knows of their protocols is what their documentation says.
 */
abstract class FakeStore implements AutoCloseable {

    /** What goes wrong. */
    enum Trouble {
        NONE,
        FORBIDDEN,
        /** 429 for one request. */
        BUSY_ONCE,
        /** 429 for all. */
        BUSY,
        /** 500 for all. */
        BROKEN,
        /** No answer until the fake is closed. */
        SLOW,
        /** The body ends earlier than its header says. */
        TRUNCATED,
        /** A body of two megabytes. */
        ENDLESS
    }

    final Map<String, String> values = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    volatile Trouble trouble = Trouble.NONE;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);

    FakeStore(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    static HttpServer plain() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Where it listens, with this scheme. */
    URI address(String scheme) {
        return URI.create(scheme + "://localhost:" + server.getAddress().getPort());
    }

    /** Answers a request when there is no trouble. */
    abstract void answer(HttpExchange exchange, String body) throws IOException;

    /** Answers as the store does when a caller may not read. */
    abstract void forbid(HttpExchange exchange) throws IOException;

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            switch (isAboutSecrets(exchange) ? trouble : Trouble.NONE) {
                case NONE -> answer(exchange, body);
                case FORBIDDEN -> forbid(exchange);
                case BUSY_ONCE -> {
                    trouble = Trouble.NONE;
                    send(exchange, 429, "{}");
                }
                case BUSY -> send(exchange, 429, "{}");
                case BROKEN -> send(exchange, 500, "{}");
                case SLOW -> closed.await();
                case TRUNCATED -> {
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, 500);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                }
                case ENDLESS -> send(exchange, 200, "{\"a\":\"" + "x".repeat(2 << 20) + "\"}");
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the trouble is for this request; logins have none. */
    boolean isAboutSecrets(HttpExchange exchange) {
        return true;
    }

    static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** A JSON string of this text. */
    static String quoted(String text) {
        String object = new String(JsonText.object(Map.of("", text)), StandardCharsets.UTF_8);
        return object.substring(object.indexOf(':') + 1, object.length() - 1);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
