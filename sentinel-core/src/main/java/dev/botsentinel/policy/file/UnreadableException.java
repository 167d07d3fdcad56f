package dev.botsentinel.policy.file;

/** The text is no YAML, or none that may be read: there is nothing to look for further errors in. */
final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Position position;
    private final String advice;

    UnreadableException(Position position, String advice) {
        super(advice, null, false, false);
        this.position = position;
        this.advice = advice;
    }

    Position position() {
        return position;
    }

    /** What is wrong and what to do. */
    String advice() {
        return advice;
    }
}
