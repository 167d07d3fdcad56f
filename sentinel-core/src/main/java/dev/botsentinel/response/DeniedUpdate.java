package dev.botsentinel.response;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.request.Request;
import java.time.Duration;

/**
 * A denied update, for whoever answers it. Immutable, as far as the update is.
 *
 * @param update the update as the guard got it
 * @param request the facts that were decided on, content included
 * @param decision why it was denied
 */
public record DeniedUpdate<U>(U update, Request request, Denied decision) {

    /**
     * A sentence in English that any user may read: it names no rule and no number but the wait, which is rounded up, so
     * that whoever waits as told has waited long enough.
     */
    public String safeText() {
        return switch (decision.reason()) {
            case BLOCKED -> "You are blocked" + (isTimed() ? "; that ends in " + waiting() + "." : ".");
            case VETOED, FORBIDDEN -> "You may not do that.";
            case STALE -> "You sent that too long ago; please send it again.";
            case UNREGISTERED -> "That is for registered users.";
            case STEP_UP_REQUIRED -> "Please confirm your second factor first.";
            case DUPLICATE -> "You have just sent that.";
            case RATE_LIMITED ->
                decision.hasBlockEnd() && isTimed()
                        ? "You are blocked; that ends in " + waiting() + "." // from now on
                        : "That was too much" + (isTimed() ? "; try again in " + waiting() + "." : ".");
            case UNRESOLVED, UNAVAILABLE -> "That doesn't work at the moment. Please try again later.";
        };
    }

    private boolean isTimed() {
        return decision.retryAfter() != null;
    }

    private String waiting() {
        RoundedWait wait = RoundedWait.of(decision.retryAfter() == null ? Duration.ZERO : decision.retryAfter());
        return wait.amount()
                + switch (wait.unit()) {
                    case SECONDS -> " s";
                    case MINUTES -> " min";
                    case HOURS -> " h";
                    case DAYS -> " days";
                };
    }

    /** Names the request and the decision, on one line; never the update, which has content. */
    @Override
    public String toString() {
        return "DeniedUpdate[" + request + ", " + decision + "]";
    }
}
