package dev.botsentinel.event;

import dev.botsentinel.request.Request;

/**
 * Says what kind of failure a handler's exception is. Called on the thread on which the handler failed; must be
 * thread-safe and quick. One that throws or answers null leaves the failure {@link ErrorKind#UNCLASSIFIED unclassified}.
 */
@FunctionalInterface
public interface ErrorClassifier {

    /** Classifies nothing. */
    ErrorClassifier NONE = (failure, request) -> ErrorKind.UNCLASSIFIED;

    /**
     * The kind of the failure.
     *
     * @param failure what the handler threw or failed with, without the wrapping that stages put around it
     * @param request the facts about the update, content included
     */
    ErrorKind classify(Throwable failure, Request request);
}
