package dev.botsentinel.store;

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
}
