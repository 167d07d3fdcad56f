package dev.botsentinel.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One layer of what applies to an action. Each of the four is taken whole from the first layer that mentions it; null
 * means that this layer doesn't. Immutable. Start from the limits, or from {@link #EMPTY} to leave them to the layers
 * below:
 *
 * <pre>{@code
 * Policy.limits(RateLimit.perMinute(3)).debounce(Duration.ofSeconds(5)).requires(Requirement.REGISTERED);
 * Policy.EMPTY.requires(Requirement.role("admin"));
 * Policy.noLimits().noDebounce();
 * }</pre>
 *
 * @param limits the limits, in the order in which they are examined; empty for none; null if not mentioned
 * @param debounce {@link Debounce#OFF} for none; null if not mentioned
 * @param requires {@link Requirement#NONE} to ask nothing; null if not mentioned
 * @param escalates whether denials by the subject's own limits count as violations, whatever kind of update it was; null if
 *     not mentioned: then those of updates count that a person sends as a request
 */
public record Policy(
        @Nullable List<RateLimit> limits,
        @Nullable Debounce debounce,
        @Nullable Requirement requires,
        @Nullable Boolean escalates) {

    /** Mentions nothing. */
    public static final Policy EMPTY = new Policy(null, null, null, null);

    public Policy {
        limits = limits == null ? null : List.copyOf(limits);
    }

    /** A policy that mentions limits alone, in the order in which they are examined. */
    public static Policy limits(RateLimit first, RateLimit... more) {
        List<RateLimit> limits = new ArrayList<>();
        limits.add(first);
        limits.addAll(List.of(more));
        return new Policy(limits, null, null, null);
    }

    /** A policy that says that there are no limits: {@code limits: []}. It hides those of the layers below. */
    public static Policy noLimits() {
        return new Policy(List.of(), null, null, null);
    }

    /** This policy with this debounce. */
    public Policy debounce(Debounce debounce) {
        return new Policy(limits, debounce, requires, escalates);
    }

    /**
     * This policy with repeats dropped within {@code window}.
     *
     * @throws PolicyException if the window is not positive; use {@link #noDebounce()} for none
     */
    public Policy debounce(Duration window) {
        return debounce(Debounce.window(window));
    }

    /** This policy with no debounce: {@code debounce: off}. It hides that of the layers below. */
    public Policy noDebounce() {
        return debounce(Debounce.OFF);
    }

    /** This policy with this requirement; {@link Requirement#NONE} hides that of the layers below. */
    public Policy requires(Requirement requirement) {
        return new Policy(limits, debounce, requirement, escalates);
    }

    /** This policy with denials that count as violations, or don't, whatever kind of update it was. */
    public Policy escalates(boolean escalates) {
        return new Policy(limits, debounce, requires, escalates);
    }

    /** Each of the four from this policy where it mentions it, else from the other one. */
    public Policy over(Policy lower) {
        return new Policy(
                limits != null ? limits : lower.limits,
                debounce != null ? debounce : lower.debounce,
                requires != null ? requires : lower.requires,
                escalates != null ? escalates : lower.escalates);
    }
}
