package dev.botsentinel.store;

import org.jspecify.annotations.Nullable;

/** The storage could not be asked, or refused: nothing was done, so the operation can be tried again. */
public class NothingDoneException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** @param message what failed and what to look at; without credentials, ids or content */
    public NothingDoneException(String message) {
        super(message);
    }

    /** @param message what failed and what to look at; without credentials, ids or content */
    public NothingDoneException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * As above, of one of the storage's nodes.
     *
     * @param cause null if there is none
     * @param node null if it isn't known which it was
     */
    public NothingDoneException(String message, @Nullable Throwable cause, @Nullable String node) {
        super(message, cause, node);
    }
}
