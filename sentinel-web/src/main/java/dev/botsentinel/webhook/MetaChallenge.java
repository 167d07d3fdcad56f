package dev.botsentinel.webhook;

import dev.botsentinel.secret.AcceptedSecrets;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The GET by which Meta sets a webhook up: {@code hub.mode=subscribe}, the verify token, and a challenge to send back. */
final class MetaChallenge {

    /** What is sent back is harmless whoever shows it. */
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private static final int LONGEST_QUERY = 2048;

    private MetaChallenge() {}

    static @Nullable String answer(WebhookRequest request, AcceptedSecrets verifyTokens) {
        String query = request.query();
        if (query == null || query.length() > LONGEST_QUERY) {
            return null;
        }
        String mode = parameter(query, "hub.mode");
        String token = parameter(query, "hub.verify_token");
        String challenge = parameter(query, "hub.challenge");
        boolean answered = "subscribe".equals(mode)
                && token != null
                && verifyTokens.matches(token)
                && challenge != null
                && CHALLENGE.matcher(challenge).matches();
        return answered ? challenge : null;
    }

    /** The parameter if it is there exactly once. */
    private static @Nullable String parameter(String query, String name) {
        String found = null;
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equals(name)) {
                if (found != null) {
                    return null;
                }
                found = pair.substring(equals + 1);
            }
        }
        try {
            return found == null ? null : URLDecoder.decode(found, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            return null;
        }
    }
}
