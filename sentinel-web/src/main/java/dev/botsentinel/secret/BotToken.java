package dev.botsentinel.secret;

/**
 * A bot's token whose form was checked. Prints its platform and nothing of the token. Thread-safe; {@link #close} overwrites it.
 *
 * @param form the platform's form, which the token has
 * @param secret the token
 */
public record BotToken(TokenForm form, Secret secret) implements AutoCloseable {

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException if the token has another form; the message says how, without the token
     */
    public BotToken {
        String problem = form.problem(secret);
        if (problem != null) {
            throw new IllegalArgumentException("the token can't be used: " + problem);
        }
    }

    /** A checked token of this text. */
    public static BotToken of(TokenForm form, CharSequence text) {
        return new BotToken(form, Secret.of(text));
    }

    /** Overwrites the token. */
    @Override
    public void close() {
        secret.close();
    }
}
