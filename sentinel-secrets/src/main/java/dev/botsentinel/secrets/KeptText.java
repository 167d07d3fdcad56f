package dev.botsentinel.secrets;

import dev.botsentinel.secret.SecretLookup;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes a secret of what a cloud's store keeps: the whole text, or one member of a JSON object. */
final class KeptText {

    private KeptText() {}

    /**
     * The secret in a text.
     *
     * @param field the member of the JSON object that the text is; null for the whole text
     */
    static SecretLookup lookup(String text, @Nullable String field) {
        if (field == null) {
            return SecretLookup.of(text);
        }
        try {
            String value = new JsonText(text.getBytes(StandardCharsets.UTF_8)).at(field);
            return value == null ? new SecretLookup.Absent("is not there") : SecretLookup.of(value);
        } catch (UnreadableException unreadable) {
            return new SecretLookup.Refused("can't be read: the value " + unreadable.why());
        }
    }

    /** The secret in bytes, which have to be UTF-8. */
    static SecretLookup lookup(ByteBuffer bytes, @Nullable String field) {
        try {
            return lookup(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString(), field);
        } catch (CharacterCodingException noText) {
            return new SecretLookup.Refused("can't be read: the value isn't UTF-8");
        }
    }

    /** How messages name a secret, or a member of it. */
    static String name(String store, String secret, @Nullable String field) {
        return field == null ? store + " " + secret : "field " + field + " of " + store + " " + secret;
    }
}
