package dev.botsentinel.plan;

import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.PresentIds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ordered storage steps for one kind of request. A storage {@linkplain dev.botsentinel.store.SentinelStore#prepare
 * prepares} it once; an update then brings its {@link Facts}. A storage examines all enforced steps first and writes only
 * if all pass; the first refusing step in order gives the refusal's kind. Immutable.
 *
 * @param steps what to examine, in order of rank; the same limit never twice
 * @param ids which ids requests of this kind have
 * @param onDenied the escalation to count a violation for, if the plan is refused by one of the subject's own limits
 *     (scope in effect user, member or space-member); null if its denials are no violations
 * @param probe whether the plan only asks: then nothing is written, whatever the answer, {@code onDenied} included
 */
public record Plan(
        List<Step> steps, PresentIds ids, @Nullable Escalation onDenied, boolean probe) {

    /** @throws IllegalArgumentException if a step or {@code onDenied} needs an id that the requests lack */
    public Plan {
        steps = List.copyOf(steps);
        for (Step step : steps) {
            if (!step.scope().isHeld(ids)) {
                throw new IllegalArgumentException("the plan has a step of scope "
                        + step.scope().label() + ", but not the ids for it; use Scope.inEffect: " + step);
            }
        }
        if (steps.stream().filter(Step.Album.class::isInstance).count() > 1) {
            throw new IllegalArgumentException(
                    "the plan has several album steps; an update is part of one album at most");
        }
        if (onDenied != null && !ids.subject()) {
            throw new IllegalArgumentException("violations are counted for a subject, but the plan has none");
        }
    }

    /** A plan for requests without topic and space. */
    public Plan(List<Step> steps, boolean hasSubject, boolean hasChat, @Nullable Escalation onDenied, boolean probe) {
        this(steps, new PresentIds(hasSubject, hasChat, false, false), onDenied, probe);
    }
}
