package dev.botsentinel.webhook;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The content types that are taken. */
enum MediaType {
    JSON("application/json"),
    FORM("application/x-www-form-urlencoded");

    private final Pattern pattern;

    MediaType(String name) {
        pattern = Pattern.compile(Pattern.quote(name) + "[ \\t]*(?:;[ \\t]*charset=\"?utf-8\"?[ \\t]*)?");
    }

    /** The type of a request without a content encoding; null for any other. */
    static @Nullable MediaType of(WebhookRequest request) {
        String type = request.only("Content-Type");
        if (type == null || !request.header("Content-Encoding").isEmpty()) {
            return null;
        }
        String lower = type.toLowerCase(Locale.ROOT);
        if (JSON.pattern.matcher(lower).matches()) {
            return JSON;
        }
        return FORM.pattern.matcher(lower).matches() ? FORM : null;
    }
}
