package dev.botsentinel.servlet;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One delivery of a webhook, for a {@link WebhookReader}. All of it comes from outside: nothing is checked but the body's
 * length. Use it while the reader runs; a server reuses its headers afterwards.
 */
public final class WebhookDelivery {

    private final String path;
    private final Function<String, @Nullable String> headers;
    private final byte[] body;

    WebhookDelivery(String path, Function<String, @Nullable String> headers, byte[] body) {
        this.path = path;
        this.headers = headers;
        this.body = body;
    }

    /** The path of the URL as it was sent, percent-encoding included, without the query. */
    public String path() {
        return path;
    }

    /** The first header with this name, in any case; null if there is none. */
    public @Nullable String header(String name) {
        return headers.apply(name);
    }

    /** The body, at most as long as {@link GuardedWebhook.Builder#maxBody} says. Not copied: don't change it. */
    public byte[] body() {
        return body;
    }

    /** The body as UTF-8. What is no UTF-8 becomes U+FFFD. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
