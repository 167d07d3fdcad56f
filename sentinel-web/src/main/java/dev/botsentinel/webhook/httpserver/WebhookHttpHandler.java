package dev.botsentinel.webhook.httpserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.botsentinel.webhook.WebhookAnswer;
import dev.botsentinel.webhook.WebhookGuard;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A guarded webhook as a handler of the JDK's {@code HttpServer} or {@code HttpsServer}. On a server that {@link WebhookServer} didn't
 * start, set the JDK's limits as described there: without them, strangers who send nothing hold up everybody. Thread-safe.
 */
public final class WebhookHttpHandler implements HttpHandler {

    private static final int NO_BODY = -1;

    private final WebhookGuard guard;
    private final String path;

    /**
     * Serves exactly this path; the JDK's contexts would take what begins with it, too.
     *
     * @param path such as {@code /telegram}
     */
    public WebhookHttpHandler(WebhookGuard guard, String path) {
        this.guard = guard;
        this.path = path;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!path.equals(exchange.getRequestURI().getRawPath())) {
                exchange.sendResponseHeaders(404, NO_BODY);
                return;
            }
            send(exchange, guard.handle(new ExchangeRequest(exchange)));
        }
    }

    private static void send(HttpExchange exchange, WebhookAnswer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        if (answer.status() >= 400) {
            // What is left of the body isn't waited for.
            exchange.getResponseHeaders().set("Connection", "close");
        }
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? NO_BODY : body.length);
        if (body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }
}
