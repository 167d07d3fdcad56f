package dev.botsentinel.servlet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.botsentinel.request.Request;
import dev.botsentinel.run.ContainedFailures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A guarded webhook on the JDK's {@code HttpServer}.
 *
 * <pre>{@code
 * server.createContext("/telegram", new GuardedHttpHandler<>(webhook, (update, exchange) -> bot.handle(update)));
 * }</pre>
 *
 * <p>A handler that answers nothing is answered 200 for it; one that throws, 500 unless the webhook acknowledges failures,
 * and the exception is counted and logged: the server itself would drop both without a word. Give the server an executor,
 * and {@code sun.net.httpserver.maxReqTime}, or a client that sends slowly holds a thread for ever. Thread-safe.
 *
 * @param <U> the application's update type
 */
public final class GuardedHttpHandler<U> implements HttpHandler {

    /**
     * Handles an update that was allowed. The exchange's body is the delivery's once more.
     *
     * @param <U> the application's update type
     */
    @FunctionalInterface
    public interface UpdateHandler<U> {

        /** Handles the update; may answer, and needn't. */
        void handle(U update, HttpExchange exchange) throws Exception;
    }

    private final GuardedWebhook<U> webhook;
    private final UpdateHandler<? super U> handler;
    private final @Nullable HttpHandler others;
    private final ContainedFailures failures = new ContainedFailures();

    /**
     * A handler behind a guarded webhook.
     *
     * @throws IllegalArgumentException if the webhook lets methods pass unguarded: say who handles them
     */
    public GuardedHttpHandler(GuardedWebhook<U> webhook, UpdateHandler<? super U> handler) {
        this(webhook, handler, null);
    }

    /**
     * A handler behind a guarded webhook.
     *
     * @param others handles requests with the methods that the webhook lets pass; null if there are none
     * @throws IllegalArgumentException if there are some and nobody handles them
     */
    public GuardedHttpHandler(
            GuardedWebhook<U> webhook, UpdateHandler<? super U> handler, @Nullable HttpHandler others) {
        this.webhook = Objects.requireNonNull(webhook, "webhook");
        this.handler = Objects.requireNonNull(handler, "handler");
        this.others = others;
        if (others == null && !webhook.passedMethods().isEmpty()) {
            throw new IllegalArgumentException("the webhook lets " + webhook.passedMethods()
                    + " pass unguarded, but nobody handles them; give a third argument");
        }
    }

    /** How many exceptions were contained. */
    public long failures() {
        return failures.count();
    }

    @Override
    public void handle(HttpExchange exchange) {
        try (exchange) {
            Exchange delivery = new Exchange(exchange);
            try {
                webhook.run(delivery);
                delivery.answerIfNobodyHas(200);
            } catch (Throwable failure) {
                failures.add("the handler", failure);
                delivery.answerIfNobodyHas(500);
            }
        } catch (IOException clientLeft) {
            failures.add("answering", clientLeft);
        }
    }

    /** The server's exchange as a webhook's. */
    private final class Exchange implements WebhookExchange<U> {

        private final HttpExchange exchange;

        private Exchange(HttpExchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public String method() {
            return exchange.getRequestMethod();
        }

        @Override
        public String path() {
            return exchange.getRequestURI().getRawPath();
        }

        @Override
        public @Nullable String header(String name) {
            return exchange.getRequestHeaders().getFirst(name);
        }

        @Override
        public long declaredLength() {
            String length = header("Content-Length");
            try {
                return length == null ? -1 : Long.parseLong(length);
            } catch (NumberFormatException unreadable) {
                return -1;
            }
        }

        @Override
        public InputStream body() {
            return exchange.getRequestBody();
        }

        @Override
        public void answer(int status) throws IOException {
            exchange.sendResponseHeaders(status, -1);
        }

        @Override
        public void setHeader(String name, String value) {
            exchange.getResponseHeaders().set(name, value);
        }

        @Override
        public void handle(U update, Request request, byte[] body) throws Exception {
            exchange.setStreams(new ByteArrayInputStream(body), null);
            handler.handle(update, exchange);
        }

        @Override
        public void pass() throws IOException {
            Objects.requireNonNull(others).handle(exchange);
        }

        @Override
        public int status() {
            return exchange.getResponseCode();
        }

        @Override
        public void acknowledgeFailure() throws IOException {
            answerIfNobodyHas(200);
        }

        void answerIfNobodyHas(int status) throws IOException {
            if (exchange.getResponseCode() < 0) {
                answer(status);
            }
        }
    }
}
