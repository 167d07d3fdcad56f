package dev.botsentinel.engine;

import dev.botsentinel.guard.LimitChooser;
import dev.botsentinel.policy.DidYouMean;
import dev.botsentinel.policy.Quote;
import java.util.List;
import java.util.Objects;

/**
 * Limits by principal: who chooses, and what can be chosen. Immutable.
 *
 * @param policies the names of the policies whose limits can be chosen; no others can
 */
public record ChosenLimits(LimitChooser chooser, List<String> policies) {

    /** Every action has its own limits, whoever asks. */
    public static final ChosenLimits NONE = new ChosenLimits((request, principal) -> null, List.of());

    public ChosenLimits {
        Objects.requireNonNull(chooser, "chooser");
        policies = List.copyOf(policies);
    }

    /** Whether there is nothing to choose from. */
    boolean isNone() {
        return policies.isEmpty();
    }

    IllegalStateException unknown(String chosen) {
        return new IllegalStateException("the limits of " + Quote.of(chosen) + " were chosen, which were not declared; "
                + DidYouMean.hint(chosen, policies));
    }
}
