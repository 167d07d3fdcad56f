package dev.botsentinel.webhook;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ids of messages that are being handled, and of the latest that were. A message whose handling failed is forgotten, so that it is let
 * in again. Bounded: as many under way as handlers run at once, and the given number of handled ones, the oldest of which goes first.
 * Thread-safe.
 */
final class RepeatedMessages {

    /** What is longer is no platform's id and isn't kept. */
    private static final int LONGEST_ID = 64;

    enum Before {
        NEVER,
        UNDER_WAY,
        HANDLED
    }

    private final @Nullable String member;
    private final int most;
    private final Set<String> underWay = new HashSet<>();
    private final Set<String> handled = new LinkedHashSet<>();

    /**
     * Remembers as many messages.
     *
     * @param member the JSON member that has the id; null if there is none
     */
    RepeatedMessages(@Nullable String member, int most) {
        this.member = member;
        this.most = most;
    }

    /** A message's id as it stands in the JSON; null if it isn't to be remembered. */
    @Nullable
    String id(WebhookMessage message) {
        if (member == null || most == 0 || !message.isJson()) {
            return null;
        }
        String id = JsonMember.find(message.bytes(), member);
        return id == null || id.length() > LONGEST_ID ? null : id;
    }

    synchronized Before begin(String id) {
        if (handled.contains(id)) {
            return Before.HANDLED;
        }
        return underWay.add(id) ? Before.NEVER : Before.UNDER_WAY;
    }

    synchronized void end(String id, boolean wasHandled) {
        underWay.remove(id);
        if (wasHandled && handled.add(id) && handled.size() > most) {
            handled.remove(handled.iterator().next());
        }
    }

    synchronized int size() {
        return underWay.size() + handled.size();
    }
}
