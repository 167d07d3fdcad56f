package dev.botsentinel.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the server has to send. Immutable. */
public final class WebhookAnswer {

    private static final byte[] NOTHING = {};

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private WebhookAnswer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    static WebhookAnswer empty(int status) {
        return new WebhookAnswer(status, Map.of(), NOTHING);
    }

    static WebhookAnswer empty(int status, String header, String value) {
        return new WebhookAnswer(status, Map.of(header, value), NOTHING);
    }

    static WebhookAnswer text(String contentType, String text) {
        return new WebhookAnswer(
                200,
                Map.of("Content-Type", contentType, "X-Content-Type-Options", "nosniff"),
                text.getBytes(StandardCharsets.UTF_8));
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** Headers to set, by name. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The bytes to send; empty for all refusals. A copy. */
    public byte[] body() {
        return body.clone();
    }

    /** The status and the body's length. */
    @Override
    public String toString() {
        return "WebhookAnswer[" + status + ", " + body.length + " bytes]";
    }
}
