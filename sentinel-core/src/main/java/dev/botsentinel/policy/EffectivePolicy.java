package dev.botsentinel.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that applies to an action, its layers resolved. Immutable.
 *
 * @param entry the entry under {@code actions} that the action falls under, {@code *} if none matches
 * @param limits the limits in the order in which they are examined, the action's first, then the global ones; one per
 *     identity; with the scope as declared
 * @param debounce {@link Debounce#OFF} if none
 * @param requires {@link Requirement#NONE} if nothing is asked
 * @param escalates whether denials count as violations whatever kind of update it was; null if the kind decides
 */
public record EffectivePolicy(
        String entry,
        List<AppliedLimit> limits,
        Debounce debounce,
        Requirement requires,
        @Nullable Boolean escalates) {

    public EffectivePolicy {
        limits = List.copyOf(limits);
    }
}
