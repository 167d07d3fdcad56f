package dev.botsentinel.scan;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The first part of a Discord token: the bot's id, 17 to 20 digits, in Base64. */
final class DiscordId {

    private DiscordId() {}

    static boolean is(String base64) {
        try {
            String decoded = new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
            return decoded.length() >= 17
                    && decoded.length() <= 20
                    && decoded.chars().allMatch(c -> c >= '0' && c <= '9');
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }
}
