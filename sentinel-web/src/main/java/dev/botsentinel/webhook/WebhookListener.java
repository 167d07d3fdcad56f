package dev.botsentinel.webhook;

/** Is told what becomes of requests. Called on the server's threads, many at once; keep it short. What it throws is logged. */
public interface WebhookListener {

    /** A request was refused before the handler saw it, or as no update. */
    default void refused(RefusedRequest request) {}

    /** A request was verified and its handler answered. */
    default void handled(String webhook) {}

    /** A request was verified, and its message had been handled before. It was answered 200, and not handled again. */
    default void repeated(String webhook) {}

    /** The handler threw. */
    default void handlerFailed(String webhook, Throwable cause) {}
}
