package dev.botsentinel.decision;

import dev.botsentinel.policy.AppliedLimit;

/**
 * What a limit has left after a decision.
 *
 * @param applied the limit and the scope in effect
 * @param permits whole permits
 */
public record Remaining(AppliedLimit applied, long permits) {}
