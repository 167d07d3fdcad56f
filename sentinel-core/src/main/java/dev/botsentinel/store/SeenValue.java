package dev.botsentinel.store;

import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.policy.Mode;

/**
 * A value in one of an owner's lists of seen values. Immutable.
 *
 * @param kind which list
 * @param mode the list of enforced steps or that of shadow ones
 * @param value an update id or a fingerprint, by the kind
 */
public record SeenValue(FirstSeen.Kind kind, Mode mode, long value) {}
