package dev.botsentinel.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One layer of what applies to an action. Each of the three is taken whole from the first layer that mentions it; null
 * means that this layer doesn't. Immutable.
 *
 * @param limits the limits, in the order in which they are examined; empty for none; null if not mentioned
 * @param debounce {@link Debounce#OFF} for none; null if not mentioned
 * @param requires {@link Requirement#NONE} to ask nothing; null if not mentioned
 */
public record Policy(
        @Nullable List<RateLimit> limits,
        @Nullable Debounce debounce,
        @Nullable Requirement requires) {

    /** Mentions nothing. */
    public static final Policy EMPTY = new Policy(null, null, null);

    public Policy {
        limits = limits == null ? null : List.copyOf(limits);
    }

    /** A policy that mentions limits alone. */
    public static Policy limits(RateLimit first, RateLimit... more) {
        List<RateLimit> limits = new ArrayList<>();
        limits.add(first);
        limits.addAll(List.of(more));
        return new Policy(limits, null, null);
    }

    /** A policy that mentions limits alone, and has none: it hides those of lower layers. */
    public static Policy noLimits() {
        return new Policy(List.of(), null, null);
    }

    /** This policy with this debounce. */
    public Policy debounce(Debounce debounce) {
        return new Policy(limits, debounce, requires);
    }

    /** This policy with this requirement. */
    public Policy requires(Requirement requirement) {
        return new Policy(limits, debounce, requirement);
    }

    /** This policy where it mentions something, else the other one. */
    Policy over(Policy lower) {
        return new Policy(
                limits != null ? limits : lower.limits,
                debounce != null ? debounce : lower.debounce,
                requires != null ? requires : lower.requires);
    }
}
