package dev.botsentinel.guard;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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
        return plan(escalation, false);
    }

    /** The plan that asks the same and writes nothing. */
    public Plan probe() {
        return plan(null, true);
    }

    /** This examination without what is only reported. */
    public Examination enforced() {
        return only(step -> step.mode() == Mode.ENFORCE);
    }

    /** What is asked of a later part of an admitted album: the block and the update id, and no refusal is forgotten. */
    public Examination asAlbumPart() {
        return enforced()
                .only(step -> step instanceof NotBlocked
                        || (step instanceof FirstSeen seen && seen.kind() == FirstSeen.Kind.UPDATE_ID));
    }

    /** Whether the storage is asked for nothing but the subject's block. */
    public boolean asksForBlockAlone() {
        return steps.stream().allMatch(step -> step instanceof NotBlocked);
    }

    /**
     * Whether a denial by the probe stands. Not if an own step before the blocklist refused: then the whole plan says by
     * which of its steps, and what that counts for.
     */
    public boolean isFinal(Decision.Denied denied) {
        return refusal != null || (denied.reason() != Reason.RATE_LIMITED && denied.reason() != Reason.DUPLICATE);
    }

    private Examination only(Predicate<Step> kept) {
        List<Step> asked = new ArrayList<>(steps.size());
        for (Step step : steps) {
            if (kept.test(step)) {
                asked.add(step);
            }
        }
        return new Examination(request, List.copyOf(asked), refusal, List.of(), null);
    }

    private Plan plan(@Nullable Escalation onDenied, boolean probe) {
        Subject subject = request.subject();
        return new Plan(steps, subject == null ? null : subject.id(), request.chat(), onDenied, probe);
    }
}
