package dev.botsentinel.webhook;

/** Ends the reading of a request. Without a stack trace: strangers can cause it as often as they like. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal reason;

    RefusedException(Refusal reason) {
        super(reason.label(), null, false, false);
        this.reason = reason;
    }

    Refusal reason() {
        return reason;
    }
}
