package dev.botsentinel.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a platform proves that a request is its own. Implementations are thread-safe, compare in constant time, and take a header that
 * came twice for a missing one.
 */
public interface RequestVerifier {

    /** What the proof is worth. */
    enum Verification {
        /** It is the platform's. */
        VERIFIED,
        /** There is none. */
        MISSING,
        /** It is wrong. */
        FORGED,
        /** It is of another time. */
        STALE
    }

    /** What can be said by the headers alone. Only what passes has its body read. */
    Verification beforeBody(WebhookRequest request, Instant now);

    /** Whether the request with this body is the platform's. Called after {@link #beforeBody} answered {@code VERIFIED}. */
    Verification verify(WebhookRequest request, byte[] body, Instant now);

    /**
     * The member of a message's outermost JSON object that tells it from all others and stays the same when the platform sends it again:
     * {@code update_id} on Telegram.
     *
     * @return null if messages have none; they then aren't known again
     */
    default @Nullable String idMember() {
        return null;
    }

    /**
     * Answers a GET by which a platform asks whether this is really its webhook, as Meta does.
     *
     * @return the text to send back; null if it is no such request or not the platform's
     */
    default @Nullable String challenge(WebhookRequest request) {
        return null;
    }
}
