package dev.botsentinel.servlet;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.policy.RateLimit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a refusal: {@code Retry-After} (RFC 9110), and {@code RateLimit-Policy} and {@code RateLimit} of the
 * IETF's draft-ietf-httpapi-ratelimit-headers-10 for the limit that refused. Waits are rounded up to whole seconds: a retry
 * then passes. The limit's name is the policy's word and reaches the client. Bounded: a name has at most 128 characters, of
 * which each becomes at most 12 bytes.
 */
final class RateLimitFields {

    private static final String HEX = "0123456789ABCDEF";

    private RateLimitFields() {}

    /** The fields by name, in order. */
    static Map<String, String> of(Denied denied) {
        Map<String, String> fields = new LinkedHashMap<>();
        Duration wait = denied.retryAfter();
        if (wait != null) {
            fields.put("Retry-After", Long.toString(wholeSeconds(wait)));
        }
        RateLimit limit = denied.limit();
        if (limit != null) {
            String name = quoted(denied.rule());
            fields.put("RateLimit-Policy", name + ";q=" + limit.permits() + window(limit));
            fields.put("RateLimit", name + ";r=" + remaining(denied.remaining()) + reset(wait));
        }
        return fields;
    }

    /** A window below a second can't be said. */
    private static String window(RateLimit limit) {
        long seconds = limit.per().toSeconds();
        return limit.calendar() == null && seconds > 0 ? ";w=" + seconds : "";
    }

    private static long remaining(@Nullable Long permits) {
        return permits == null ? 0 : permits;
    }

    private static String reset(@Nullable Duration wait) {
        return wait == null ? "" : ";t=" + wholeSeconds(wait);
    }

    private static long wholeSeconds(Duration wait) {
        return wait.plusNanos(999_999_999).toSeconds();
    }

    /** A structured field's string has printable ASCII only; all else, and quotes, are percent-encoded as UTF-8. */
    private static String quoted(String name) {
        StringBuilder text = new StringBuilder("\"");
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            int value = octet & 0xff;
            if (value >= 0x20 && value < 0x7f && value != '"' && value != '\\' && value != '%') {
                text.append((char) value);
            } else {
                text.append('%').append(HEX.charAt(value >> 4)).append(HEX.charAt(value & 15));
            }
        }
        return text.append('"').toString();
    }
}
