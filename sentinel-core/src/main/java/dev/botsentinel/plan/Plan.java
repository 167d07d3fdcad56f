package dev.botsentinel.plan;

import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ordered storage steps for one request, with the ids they are for. A storage examines all enforced steps first and
 * writes only if all pass; the first refusing step in order gives the refusal's kind. Immutable.
 *
 * @param steps what to examine, in order of rank; the same limit never twice
 * @param subject the subject's id; null if the request has none
 * @param chat the chat's id; null if the request has none
 * @param onDenied the escalation to count a violation for, if the plan is refused by one of the subject's own limits
 *     (scope in effect user or member); null if its denials are no violations
 * @param probe whether the plan only asks: then nothing is written, whatever the answer, {@code onDenied} included
 */
public record Plan(
        List<Step> steps,
        @Nullable String subject,
        @Nullable String chat,
        @Nullable Escalation onDenied,
        boolean probe) {

    /** @throws IllegalArgumentException if a step or {@code onDenied} needs an id that the plan lacks */
    public Plan {
        steps = List.copyOf(steps);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean needsSubject = step.scope() == Scope.USER || step.scope() == Scope.MEMBER;
            boolean needsChat = step.scope() == Scope.CHAT || step.scope() == Scope.MEMBER;
            if ((needsSubject && subject == null) || (needsChat && chat == null)) {
                throw new IllegalArgumentException("the plan has a step of scope "
                        + step.scope().label() + ", but not the ids for it; use Scope.inEffect: " + step);
            }
        }
        if (onDenied != null && subject == null) {
            throw new IllegalArgumentException("violations are counted for a subject, but the plan has none");
        }
    }

    /** The owner that a step of this scope concerns. */
    public Owner owner(Scope scope) {
        return Owner.of(scope, subject, chat);
    }
}
