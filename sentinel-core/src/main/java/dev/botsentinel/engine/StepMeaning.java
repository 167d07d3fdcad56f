package dev.botsentinel.engine;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.BuiltInRule;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a step's refusal means to the user of a guard. Made once for each step of a plan.
 *
 * @param denied the denial that the refusal of an enforced step is
 * @param shadow what is reported if a shadow step would have refused; null for a step that has no shadow mode
 */
record StepMeaning(
        Function<Verdict.Refused, Denied> denied, @Nullable ShadowDenial shadow) {

    /** @param counted whether escalation counts what the subject's own limits refuse */
    private record Cases(boolean counted) implements Step.Cases<StepMeaning> {
        @Override
        public StepMeaning notBlocked(Step.NotBlocked step) {
            return new StepMeaning(
                    refused -> Denied.by((Verdict.Blocked) refused),
                    new ShadowDenial(Reason.BLOCKED, BuiltInRule.ESCALATION.label()));
        }

        @Override
        public StepMeaning firstSeen(Step.FirstSeen step) {
            BuiltInRule rule = switch (step.kind()) {
                case UPDATE_ID -> BuiltInRule.UPDATE_ID;
                case FINGERPRINT -> BuiltInRule.DEBOUNCE;
            };
            return new StepMeaning(
                    refused -> Denied.by(step, (Verdict.Duplicate) refused),
                    new ShadowDenial(Reason.DUPLICATE, rule.label()));
        }

        @Override
        public StepMeaning album(Step.Album step) {
            return new StepMeaning(
                    refused -> {
                        throw new IllegalStateException("what refuses a part of an album is another step");
                    },
                    null);
        }

        @Override
        public StepMeaning takePermits(Step.TakePermits step) {
            boolean ofSubject = counted && step.scope().needsSubject();
            return new StepMeaning(
                    refused -> Denied.by(step.applied(), (Verdict.RateLimited) refused, ofSubject),
                    new ShadowDenial(Reason.RATE_LIMITED, step.applied().id()));
        }
    }

    /** @param counted whether escalation counts what the subject's own limits refuse */
    static StepMeaning of(Step step, boolean counted) {
        return Objects.requireNonNull(step.match(new Cases(counted)));
    }
}
