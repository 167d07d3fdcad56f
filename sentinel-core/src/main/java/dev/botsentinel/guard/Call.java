package dev.botsentinel.guard;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.request.Request;

/**
 * What an interceptor looks at. Immutable.
 *
 * @param request the facts about the update
 * @param policy all that applies to its action
 * @param resolution what is known of the subject
 */
public record Call(Request request, EffectivePolicy policy, Resolution resolution) {}
