package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.store.SentinelStore;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A plan and the facts of one update, as a guard would put them to a storage. Immutable.
 *
 * @param plan what is asked
 * @param facts about whom and what
 */
public record BoundPlan(Plan plan, Facts facts) {

    /**
     * A plan for these ids. The values of its steps come as a guard brings them: the first fingerprint and the first
     * update id with the facts, others in their steps.
     *
     * @param steps each {@link FirstSeen} with its value
     */
    public static BoundPlan of(
            List<? extends Step> steps,
            @Nullable String subject,
            @Nullable String chat,
            @Nullable Escalation onDenied,
            boolean probe) {
        return of(steps, Facts.of(subject, chat), onDenied, probe);
    }

    /**
     * A plan for these ids, likewise.
     *
     * @param ids of which nothing but the ids and the draw for the jitter matters
     */
    public static BoundPlan of(List<? extends Step> steps, Facts ids, @Nullable Escalation onDenied, boolean probe) {
        Facts facts = ids;
        Set<FirstSeen.Kind> brought = EnumSet.noneOf(FirstSeen.Kind.class);
        List<Step> bound = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof FirstSeen seen && seen.value() != null && brought.add(seen.kind())) {
                facts = switch (seen.kind()) {
                    case FINGERPRINT -> facts.withFingerprint(seen.value());
                    case UPDATE_ID -> facts.withUpdateId(seen.value());
                };
                bound.add(new FirstSeen(seen.kind(), seen.scope(), seen.windowMicros(), seen.mode()));
            } else {
                bound.add(step);
            }
        }
        return new BoundPlan(new Plan(bound, ids.ids(), onDenied, probe), facts);
    }

    /** The storage's answer. */
    public CompletionStage<Verdict> on(SentinelStore store) {
        return store.evaluate(plan, facts);
    }

    /** The steps of the plan. */
    public List<Step> steps() {
        return plan.steps();
    }

    /** The subject's id; null without one. */
    public @Nullable String subject() {
        return facts.subject();
    }

    /** The chat's id; null without one. */
    public @Nullable String chat() {
        return facts.chat();
    }

    /** The owner that a step of this scope concerns. */
    public Owner owner(Scope scope) {
        return facts.owner(scope);
    }

    /** Whether the plan only asks. */
    public boolean probe() {
        return plan.probe();
    }

    /** The escalation of the plan; null if its denials are no violations. */
    public @Nullable Escalation onDenied() {
        return plan.onDenied();
    }
}
