package dev.botsentinel.redis.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.SslVerifyMode;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a URI says after the question mark. Immutable; has no text, since one of them is a password. */
final class UriParameters {

    private static final String CLIENT_NAME = "clientName";
    private static final String VERIFY_PEER = "verifyPeer";
    private static final String SENTINEL_USER = "sentinelUser";
    private static final String SENTINEL_PASSWORD = "sentinelPassword";
    private static final Set<String> OF_ALL = Set.of(CLIENT_NAME, VERIFY_PEER);
    private static final Set<String> OF_SENTINELS = Set.of(CLIENT_NAME, VERIFY_PEER, SENTINEL_USER, SENTINEL_PASSWORD);

    private final Map<String, String> values;

    private UriParameters(Map<String, String> values) {
        this.values = values;
    }

    /** An unknown parameter. Its name isn't repeated, since it may be a part of a password. */
    static final class Unknown extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Unknown() {
            super(
                    "this Redis URI has an unknown parameter after the question mark; known are clientName and verifyPeer,"
                            + " with redis-sentinel:// also sentinelUser and sentinelPassword. Write a ? in a password as %3F");
        }
    }

    /** @param ofSentinels whether the URI names Redis Sentinels */
    static UriParameters parse(@Nullable String text, boolean ofSentinels) {
        Map<String, String> values = new HashMap<>();
        if (text != null && !text.isEmpty()) {
            for (String pair : text.split("&", -1)) {
                int end = pair.indexOf('=');
                String name = end < 0 ? "" : pair.substring(0, end);
                if (!(ofSentinels ? OF_SENTINELS : OF_ALL).contains(name)) {
                    throw new Unknown();
                }
                values.put(name, decoded(pair.substring(end + 1)));
            }
        }
        return new UriParameters(values);
    }

    /** How to name the connections; null if not said. */
    @Nullable
    String clientName() {
        return values.get(CLIENT_NAME);
    }

    /** How much of a server's certificate is checked; all of it if not said. */
    SslVerifyMode verifyPeer() {
        return SslVerifyMode.valueOf(values.getOrDefault(VERIFY_PEER, "FULL").toUpperCase(Locale.ROOT));
    }

    @Nullable
    String sentinelUser() {
        return values.get(SENTINEL_USER);
    }

    @Nullable
    String sentinelPassword() {
        return values.get(SENTINEL_PASSWORD);
    }

    /** A part of a URI without percent-encoding; a plus sign stays one. */
    static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }
}
