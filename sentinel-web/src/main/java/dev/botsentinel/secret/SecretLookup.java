package dev.botsentinel.secret;

/** What a {@link SecretSource} answers. Immutable but for the secret, which can be closed. */
public sealed interface SecretLookup {

    /** The secret was there. */
    record Found(Secret secret) implements SecretLookup {}

    /**
     * There is nothing there, which is fine if another source has it.
     *
     * @param why in a few words, without any value: {@code is not set}
     */
    record Absent(String why) implements SecretLookup {}

    /**
     * There is something there that must not be used.
     *
     * @param why what is wrong and what to do, without any value: {@code is readable by its group: chmod 600 /etc/bot/token}
     */
    record Refused(String why) implements SecretLookup {}

    /**
     * What a source of your own answers when there is a value: found if it is one line without control characters and of at most {@link
     * Secret#MAX_BYTES} bytes, else refused, with what is wrong. The text is copied.
     */
    static SecretLookup of(CharSequence value) {
        return SecretText.lookup(value);
    }
}
