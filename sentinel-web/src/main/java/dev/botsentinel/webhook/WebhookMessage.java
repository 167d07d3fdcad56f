package dev.botsentinel.webhook;

import java.nio.charset.StandardCharsets;

/** A body that was verified: signed by the platform, UTF-8, and JSON if it says so. Used by one thread. */
public final class WebhookMessage {

    private final byte[] bytes;
    private final boolean json;

    WebhookMessage(byte[] bytes, boolean json) {
        this.bytes = bytes;
        this.json = json;
    }

    /** The bytes as they came; not copied. */
    public byte[] bytes() {
        return bytes;
    }

    /** The bytes as a text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whether it is JSON, else a form such as Slack's commands. */
    public boolean isJson() {
        return json;
    }

    /** Its length: the content isn't for logs. */
    @Override
    public String toString() {
        return "WebhookMessage[" + bytes.length + " bytes]";
    }
}
