package dev.botsentinel.servlet;

/**
 * A handler behind a guarded webhook answered with a status of 500 or more, and threw nothing. The guard treats that as the
 * failure it is: the platform will deliver the update again, which must not be a duplicate then. An {@link
 * dev.botsentinel.event.ErrorClassifier} sees this exception; the response stays as the handler made it.
 */
public final class FailedResponseException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    FailedResponseException(int status) {
        super("the handler answered " + status, null, false, false);
        this.status = status;
    }

    /** What the handler answered, 500 to 599. */
    public int status() {
        return status;
    }
}
