package dev.botsentinel.store;

import java.util.concurrent.CompletionStage;

/**
 * An administrator's change got no answer in time: it may have been made or not. Whoever asked for it tells people just that,
 * and waits for {@link #outcome} to tell them more. The event of the change comes when it is known to have been made.
 */
public class OutcomeUnknownException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final transient CompletionStage<?> outcome;

    /**
     * @param message what failed and what to look at; without credentials, ids or content
     * @param outcome what becomes of it, see {@link #outcome()}
     */
    public OutcomeUnknownException(String message, Throwable cause, CompletionStage<?> outcome) {
        super(message, cause);
        this.outcome = outcome;
    }

    /**
     * Completes as soon as it is known what became of the change: with what the operation answers if it was made; with a {@link
     * NothingDoneException} if it was not; with another {@link StoreException} if nobody will find out. Completes on any thread.
     */
    public CompletionStage<?> outcome() {
        return outcome;
    }
}
