package dev.botsentinel.store;

/**
 * The storage could not answer: infrastructure, never a refusal. A storage fails its stage with this type; the chain
 * turns it into the direction chosen for the stage.
 */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what failed and what to look at; without credentials, ids or content */
    public StoreException(String message) {
        super(message);
    }

    /** @param message what failed and what to look at; without credentials, ids or content */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
