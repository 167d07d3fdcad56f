package dev.botsentinel.store;

import org.jspecify.annotations.Nullable;

/**
 * The storage, or one of its nodes, answers but takes no writes: it has no memory left, can't save, or lacks replicas. Nothing was
 * done. What only reads may succeed meanwhile, so it proves nothing: such an outage ends when a write succeeds.
 */
public class WritesRefusedException extends NothingDoneException {

    private static final long serialVersionUID = 1L;

    /**
     * A refusal by a storage or by one of its nodes.
     *
     * @param message what failed and what to look at; without credentials, ids or content
     * @param cause null if there is none
     * @param node null if the storage has none, or it isn't known which it was
     */
    public WritesRefusedException(String message, @Nullable Throwable cause, @Nullable String node) {
        super(message, cause, node);
    }
}
