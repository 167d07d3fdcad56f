package dev.botsentinel.guard;

import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.plan.Step;
import java.util.List;

/** What an interceptor answers. Immutable. */
public sealed interface Ruling {

    /** Nothing against it. */
    Ruling PASS = new Pass();

    /** Nothing against it. */
    record Pass() implements Ruling {}

    /**
     * Denied, whatever later stages say. Earlier stages rank above it: their steps are still put to the storage, which
     * then writes nothing.
     */
    record Refusal(Reason reason, String rule) implements Ruling {}

    /** A shadow rule would have denied. */
    record Report(ShadowDenial denial) implements Ruling {}

    /**
     * The storage decides, by these steps; their place in the chain is the rank of their reason. Steps that are the same
     * for many updates are prepared once.
     */
    record Steps(List<Step> steps) implements Ruling {

        /** @throws IllegalArgumentException if a {@link Step.FirstSeen} has no value of its own */
        public Steps {
            steps = List.copyOf(steps);
            for (Step step : steps) {
                if (step instanceof Step.FirstSeen seen && seen.value() == null) {
                    throw new IllegalArgumentException(
                            "the step looks for no value of its own; give it one, for fingerprints"
                                    + " and update ids are remembered by the guard's own stages: " + step);
                }
            }
        }
    }

    /**
     * Denied by an own interceptor.
     *
     * @param rule what the decision calls the rule
     */
    static Ruling veto(String rule) {
        return new Refusal(Reason.VETOED, rule);
    }

    /** The storage decides, by these steps. */
    static Ruling steps(Step... steps) {
        return new Steps(List.of(steps));
    }
}
