package dev.botsentinel.guard;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.PresentIds;
import dev.botsentinel.request.Request;

/**
 * What an interceptor looks at. Immutable.
 *
 * @param request the facts about the update
 * @param policy all that applies to its action
 * @param resolution what is known of the subject
 */
public record Call(Request request, EffectivePolicy policy, Resolution resolution) {

    /** Which ids the update has: what {@link dev.botsentinel.policy.AppliedLimit#inEffect} takes for an own limit. */
    public PresentIds ids() {
        return Facts.of(request, 0).ids();
    }
}
