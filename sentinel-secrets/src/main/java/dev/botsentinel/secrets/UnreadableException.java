package dev.botsentinel.secrets;

/** A secret can't be read, for a reason that needs attention. The message has no value. */
final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableException(String why) {
        super(why);
    }

    /** The message, which is never null. */
    String why() {
        return String.valueOf(getMessage());
    }
}
