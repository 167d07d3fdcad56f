package dev.botsentinel.secret;

import java.nio.CharBuffer;

/** Makes a secret of what a source holds: one line, no control characters. */
final class SecretText {

    private SecretText() {}

    static SecretLookup lookup(CharSequence text) {
        if (text.isEmpty() || CharBuffer.wrap(text).chars().allMatch(Character::isWhitespace)) {
            return new SecretLookup.Refused("is there but blank; give it a value, or remove it");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            return new SecretLookup.Refused(
                    "has a line end or a control character within the value; it must be one line");
        }
        if (Character.isWhitespace(text.charAt(0)) || Character.isWhitespace(text.charAt(text.length() - 1))) {
            return new SecretLookup.Refused("begins or ends with a space; remove it");
        }
        if (text.charAt(0) == '\uFEFF') {
            return new SecretLookup.Refused("begins with a byte order mark; save it as UTF-8 without one");
        }
        try {
            return new SecretLookup.Found(Secret.of(text));
        } catch (IllegalArgumentException tooLong) {
            return new SecretLookup.Refused("has too long a value; the longest has " + Secret.MAX_BYTES + " bytes");
        }
    }
}
