package dev.botsentinel.guard;

import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the stages made of a request, before the storage is asked. Immutable.
 *
 * @param request the request
 * @param steps what the storage has to decide, in order of rank; with a refusal, what ranks above it
 * @param refusal what denies the request if the storage finds nothing that ranks above; null if nothing does
 * @param reports what shadow rules would have denied without the storage, each with the number of steps before it
 * @param escalation what a denial by the subject's own limits counts for; null for nothing
 */
public record Examination(
        Request request,
        List<Step> steps,
        Ruling.@Nullable Refusal refusal,
        List<LocalReport> reports,
        @Nullable Escalation escalation) {

    /** A shadow denial that needed no storage, and how many of the steps rank above it. */
    public record LocalReport(int stepsBefore, ShadowDenial denial) {}

    /** The plan that decides on the request and commits. */
    public Plan plan() {
        return plan(steps, escalation, false);
    }

    /** The plan that asks for what ranks above the refusal and writes nothing. */
    public Plan probe() {
        return plan(enforced(steps), null, true);
    }

    /** Whether a probe has anything to ask. */
    public boolean hasEnforcedSteps() {
        return steps.stream().anyMatch(step -> step.mode() == Mode.ENFORCE);
    }

    /** Only what is asked of a later part of an admitted album: the block, the update id, and what was refused. */
    public Examination asAlbumPart() {
        List<Step> asked = enforced(steps).stream()
                .filter(step -> step instanceof Step.NotBlocked
                        || (step instanceof Step.FirstSeen seen && seen.kind() == Step.FirstSeen.Kind.UPDATE_ID))
                .toList();
        return new Examination(request, asked, refusal, List.of(), null);
    }

    private static List<Step> enforced(List<Step> steps) {
        return steps.stream().filter(step -> step.mode() == Mode.ENFORCE).toList();
    }

    private Plan plan(List<Step> asked, @Nullable Escalation onDenied, boolean probe) {
        Subject subject = request.subject();
        return new Plan(asked, subject == null ? null : subject.id(), request.chat(), onDenied, probe);
    }
}
