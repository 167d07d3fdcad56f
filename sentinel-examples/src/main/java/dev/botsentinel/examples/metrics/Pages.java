package dev.botsentinel.examples.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * What a bot shows of itself over HTTP: {@code /metrics}, {@code /health} and {@code /health/live}, to this machine alone.
 * Metrics tell a stranger which commands are watched and how closely: don't publish them.
 */
final class Pages implements AutoCloseable {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String JSON = "application/json";

    private record Page(int status, String type, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, work -> {
        Thread thread = new Thread(work, "pages");
        thread.setDaemon(true);
        return thread;
    });

    Pages(int port, PrometheusMeterRegistry registry, Supplier<Health> health) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, new Page(404, TEXT, "try /metrics or /health\n")));
        show("/metrics", () -> new Page(200, TEXT, registry.scrape()));
        show("/health", () -> {
            Health now = health.get();
            return new Page(now.ready() ? 200 : 503, JSON, now.json());
        });
        show("/health/live", () -> {
            Health now = health.get();
            return new Page(now.alive() ? 200 : 503, JSON, now.json());
        });
        server.start();
    }

    private void show(String path, Supplier<Page> page) {
        server.createContext(path, exchange -> {
            // A context answers for all paths that begin with its own.
            boolean here = exchange.getRequestURI().getPath().equals(path);
            answer(exchange, here ? page.get() : new Page(404, TEXT, "no such page\n"));
        });
    }

    private static void answer(HttpExchange exchange, Page page) throws IOException {
        byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", page.type());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(page.status(), head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** Where they are: {@code http://127.0.0.1:9400}. */
    String address() {
        InetSocketAddress bound = server.getAddress();
        return "http://" + bound.getAddress().getHostAddress() + ":" + bound.getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
