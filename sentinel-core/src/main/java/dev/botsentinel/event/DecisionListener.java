package dev.botsentinel.event;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.request.Request;

/**
 * Hears of every decision, allowed ones too, on the thread that completes it, before the handler runs. What it throws is
 * logged and harms nothing; every update waits for it.
 */
@FunctionalInterface
public interface DecisionListener {

    /**
     * A decision was made; must be thread-safe and quick.
     *
     * @param request what was decided on; its action may be an outsider's invention
     * @param policy what applied to it; its entry is the policy author's word for the action
     * @param decision what was decided
     * @param nanos how long it took in nanoseconds, resolver and storage included
     */
    void decided(Request request, EffectivePolicy policy, Decision decision, long nanos);

    /**
     * The listener for decisions under one entry of a policy: asked once, before the first of them, so that what depends
     * on the entry alone is found once. This listener itself by default.
     *
     * @param policy what applies to the entry
     */
    default DecisionListener prepare(EffectivePolicy policy) {
        return this;
    }
}
