package dev.botsentinel.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The handler on the JDK's own server. */
class GuardedHttpHandlerTest extends WebhookRules {

    private GuardedHttpHandler<Ping> handler;

    @Override
    WebhookServer start(GuardedWebhook<Ping> webhook) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        server.setExecutor(threads);
        handler = new GuardedHttpHandler<>(webhook, this::handle, exchange -> write(exchange, "challenge"));
        server.createContext("/hook", handler);
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
        return new WebhookServer(address, () -> {
            server.stop(0);
            threads.shutdownNow();
        });
    }

    /** Does what the update says. */
    private void handle(Ping update, HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        handled.add(body);
        switch (update.text()) {
            case "/fail" -> throw new IOException("the bot's");
            case "503" -> exchange.sendResponseHeaders(503, -1);
            case "silent" -> {}
            default -> write(exchange, body);
        }
    }

    private static void write(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Test
    void aHandlerThatSaysNothingIsAnswered200For() throws Exception {
        serve(it -> it);
        assertThat(post("ann 1 silent").statusCode()).isEqualTo(200);
        assertThat(handled).hasSize(1);
    }

    @Test
    void exceptionsAreCounted() throws Exception {
        serve(it -> it);
        post("ann 1 /fail");
        assertThat(handler.failures()).isEqualTo(1);
    }

    @Test
    void methodsThatPassNeedSomebodyBehind() {
        GuardedWebhook<Ping> passing = GuardedWebhook.builder(sentinel, delivery -> Ping.parse(delivery.text()))
                .pass("GET")
                .build();
        assertThatThrownBy(() -> new GuardedHttpHandler<>(passing, this::handle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[GET]");
    }
}
