package dev.botsentinel.decision;

/**
 * What a shadow rule would have denied.
 *
 * @param reason why
 * @param rule the rule, as in {@link Decision.Denied#rule()}
 */
public record ShadowDenial(Reason reason, String rule) {}
