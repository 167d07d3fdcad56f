package dev.botsentinel.event;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.request.Request;

/**
 * Hears of every decision, allowed ones too, on the thread that completes it. What it throws is logged and harms
 * nothing.
 */
@FunctionalInterface
public interface DecisionListener {

    /**
     * A decision was made; must be thread-safe and quick.
     *
     * @param nanos how long it took, resolver and storage included
     */
    void decided(Request request, Decision decision, long nanos);
}
