package dev.botsentinel.data.storage;

import dev.botsentinel.policy.Quote;
import dev.botsentinel.request.Subject;

/**
 * Whose data it is. Immutable.
 *
 * @param kind whether a user, a chat or the bot itself
 * @param id the id as the platform gives it, 1 to 128 characters; empty for the bot
 */
public record DataOwner(Kind kind, String id) {

    /** The bot itself: notes that are about nobody. */
    public static final DataOwner BOT = new DataOwner(Kind.BOT, "");

    /** What an owner is. */
    public enum Kind {
        /** Whoever acts: a user, or a chat that speaks for itself. */
        USER('u'),
        /** A chat, whoever is in it. */
        CHAT('c'),
        /** The bot. */
        BOT('b');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }
    }

    /** @throws IllegalArgumentException if the id has a wrong length */
    public DataOwner {
        boolean fits = kind == Kind.BOT ? id.isEmpty() : !id.isEmpty() && id.length() <= Subject.MAX_ID_LENGTH;
        if (!fits) {
            throw new IllegalArgumentException("an owner's id has 1 to " + Subject.MAX_ID_LENGTH
                    + " characters, this one has " + id.length() + "; use the platform's own id");
        }
    }

    /** The user with this id. */
    public static DataOwner user(String id) {
        return new DataOwner(Kind.USER, id);
    }

    /** The chat with this id. */
    public static DataOwner chat(String id) {
        return new DataOwner(Kind.CHAT, id);
    }

    /**
     * The owner in letters, digits, {@code -}, {@code _}, {@code :} and {@code %}: for keys. No two owners share one; {@link #decode}
     * reads it.
     */
    public String encoded() {
        StringBuilder encoded =
                new StringBuilder(id.length() + 2).append(kind.letter).append(':');
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_') {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format("%04X", (int) c));
            }
        }
        return encoded.toString();
    }

    /**
     * The owner that was {@link #encoded} so.
     *
     * @throws IllegalArgumentException if nobody is
     */
    public static DataOwner decode(String encoded) {
        for (Kind kind : Kind.values()) {
            if (encoded.length() >= 2 && encoded.charAt(0) == kind.letter && encoded.charAt(1) == ':') {
                StringBuilder id = new StringBuilder(encoded.length());
                for (int i = 2; i < encoded.length(); i++) {
                    char c = encoded.charAt(i);
                    if (c == '%' && i + 4 < encoded.length()) {
                        id.append((char) Integer.parseInt(encoded, i + 1, i + 5, 16));
                        i += 4;
                    } else {
                        id.append(c);
                    }
                }
                return new DataOwner(kind, id.toString());
            }
        }
        throw new IllegalArgumentException("no owner of data: " + Quote.of(encoded));
    }

    /** On one line. */
    @Override
    public String toString() {
        return "DataOwner[" + Quote.escape(encoded()) + "]";
    }
}
