package dev.botsentinel.webhook;

/** A verified message is no update after all. The platform is answered 400. */
public final class NotAnUpdateException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The cause is for listeners alone. */
    public NotAnUpdateException(Throwable cause) {
        super("the message is no update: " + cause.getClass().getName(), cause);
    }
}
