package dev.botsentinel.policy;

import org.jspecify.annotations.Nullable;

/**
 * What an entry under {@code actions} says: its own layer and the named policy below it. Immutable.
 *
 * @param use the name of the policy that the entry uses; null for none
 * @param own what the entry says itself
 */
public record ActionPolicy(@Nullable String use, Policy own) {}
