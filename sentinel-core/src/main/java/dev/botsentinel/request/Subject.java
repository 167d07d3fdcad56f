package dev.botsentinel.request;

/**
 * Who acts: a user, or a chat that speaks for itself (Telegram's {@code sender_chat}). Subjects are compared by id
 * alone. Immutable.
 *
 * @param id the id as the bot platform gives it, 1 to {@value #MAX_ID_LENGTH} characters, otherwise free
 */
public record Subject(String id) {

    /** The longest id of a subject or chat, in UTF-16 characters. Storages size their keys by it. */
    public static final int MAX_ID_LENGTH = 128;

    /** @throws IllegalArgumentException if the id is empty or longer than {@value #MAX_ID_LENGTH} characters */
    public Subject {
        checkId("subject", id);
    }

    /** The subject with this numeric id. */
    public static Subject of(long id) {
        return new Subject(Long.toString(id));
    }

    static void checkId(String what, String id) {
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException("a " + what + " id has 1 to " + MAX_ID_LENGTH
                    + " characters, this one has " + id.length() + "; use the platform's own id");
        }
    }

    /** On one line. */
    @Override
    public String toString() {
        return "Subject[id=" + OneLine.of(id) + "]";
    }
}
