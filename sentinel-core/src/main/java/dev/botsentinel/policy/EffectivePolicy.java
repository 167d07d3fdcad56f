package dev.botsentinel.policy;

import java.util.List;

/**
 * All that applies to an action, its layers resolved. Immutable.
 *
 * @param entry the entry under {@code actions} that the action falls under, {@code *} if none matches
 * @param limits the limits in the order in which they are examined, the action's first, then the global ones; one per
 *     identity; with the scope as declared
 * @param debounce {@link Debounce#OFF} if none
 * @param requires {@link Requirement#NONE} if nothing is asked
 */
public record EffectivePolicy(String entry, List<AppliedLimit> limits, Debounce debounce, Requirement requires) {

    public EffectivePolicy {
        limits = List.copyOf(limits);
    }
}
