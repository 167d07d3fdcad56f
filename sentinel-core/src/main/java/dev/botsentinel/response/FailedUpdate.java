package dev.botsentinel.response;

import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.event.ErrorKind;
import dev.botsentinel.request.Request;

/**
 * An update that the handler failed on, for whoever answers it. It lacks the exception on purpose: what an exception says
 * may be a secret, and is in the event of the same incident. Immutable, as far as the update is.
 *
 * @param update the update as the guard got it
 * @param request the facts about it, content included
 * @param decision the decision by which the handler ran
 * @param incident by what the failure is found in events and the audit log, 8 letters and digits
 * @param kind what kind of failure it is
 */
public record FailedUpdate<U>(U update, Request request, Allowed decision, String incident, ErrorKind kind) {

    /** A sentence in English that any user may read: it names the incident and nothing else. */
    public String safeText() {
        return "Something went wrong. If you report it, please name " + incident + ".";
    }

    /** Names the request, the incident and its kind, on one line; never the update, which has content. */
    @Override
    public String toString() {
        return "FailedUpdate[" + request + ", incident=" + incident + ", kind=" + kind.label() + "]";
    }
}
