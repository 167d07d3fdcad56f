package dev.botsentinel.store;

import org.jspecify.annotations.Nullable;

/**
 * The storage could not answer: infrastructure, never a refusal. A storage fails its stage with this type; the chain
 * turns it into the direction chosen for the stage.
 */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The node that failed; null if the storage has none, or it isn't known which it was. */
    private final @Nullable String node;

    /** @param message what failed and what to look at; without credentials, ids or content */
    public StoreException(String message) {
        super(message);
        this.node = null;
    }

    /** @param message what failed and what to look at; without credentials, ids or content */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
        this.node = null;
    }

    /**
     * A failure of one of the {@linkplain SentinelStore#nodes nodes} of a storage.
     *
     * @param message what failed and what to look at; without credentials, ids or content
     * @param cause null if there is none
     * @param node null if it isn't known which it was
     */
    public StoreException(String message, @Nullable Throwable cause, @Nullable String node) {
        super(message, cause);
        this.node = node;
    }

    /** The node that failed; null if the storage has none, or it isn't known which it was. */
    public @Nullable String node() {
        return node;
    }
}
