package dev.botsentinel.redis;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Scope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A plan for a Cluster, divided by the slots of its owners: the subject with its chats and spaces, the chat with its
 * topics, the space, everyone. The division is fixed; each call compares the slots and joins parts that happen to share one. Thread-safe.
 */
final class PlanParts implements PlanEvaluation {

    /** The scopes that determine slots; the subject's comes first. */
    private static final List<Scope> SLOT_SCOPES = List.of(Scope.USER, Scope.CHAT, Scope.SPACE, Scope.GLOBAL);

    private final PlanEvaluator evaluator;
    private final Plan plan;
    private final List<Integer> slotScopes = new ArrayList<>();
    private final List<StepTraits> traits;
    private final PreparedRedisPlan whole;
    private final AtomicReferenceArray<PlanPart> parts = new AtomicReferenceArray<>(1 << SLOT_SCOPES.size());

    PlanParts(PlanEvaluator evaluator, Plan plan) {
        this.evaluator = evaluator;
        this.plan = plan;
        this.whole = evaluator.prepare(plan);
        this.traits = StepTraits.of(plan);
        if (plan.onDenied() != null || plan.steps().stream().anyMatch(step -> slotScope(step) == 0)) {
            slotScopes.add(0);
        }
        for (Step step : plan.steps()) {
            if (!slotScopes.contains(slotScope(step))) {
                slotScopes.add(slotScope(step));
            }
        }
    }

    Plan plan() {
        return plan;
    }

    /** The place of the album's step; -1 if there is none. */
    int albumStep() {
        for (int i = 0; i < plan.steps().size(); i++) {
            if (plan.steps().get(i) instanceof Step.Album) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a step may change state. */
    boolean writes(int step) {
        return traits.get(step).writes();
    }

    boolean isEnforcedLimit(int step) {
        return traits.get(step).isEnforcedLimit();
    }

    @Override
    public CompletionStage<Verdict> evaluate(Facts facts, long deadlineNanos) {
        List<PlanPart> divided = of(facts);
        return divided.size() <= 1
                ? whole.evaluate(facts, deadlineNanos)
                : new DividedPlan(evaluator, this, facts, divided, deadlineNanos).evaluate();
    }

    @Override
    public List<String> nodes(Facts facts) {
        if (slotScopes.size() == 1) {
            return List.of(evaluator.node(SLOT_SCOPES.get(slotScopes.get(0)), facts));
        }
        Set<String> nodes = new LinkedHashSet<>();
        for (int scope : slotScopes) {
            nodes.add(evaluator.node(SLOT_SCOPES.get(scope), facts));
        }
        return List.copyOf(nodes);
    }

    /** The parts for these facts, the subject's first. */
    List<PlanPart> of(Facts facts) {
        int[] slots = new int[slotScopes.size()];
        int[] masks = new int[slotScopes.size()];
        int found = 0;
        for (int scope : slotScopes) {
            int slot = evaluator.slot(SLOT_SCOPES.get(scope), facts);
            int same = 0;
            while (same < found && slots[same] != slot) {
                same++;
            }
            slots[same] = slot;
            masks[same] |= 1 << scope;
            found = Math.max(found, same + 1);
        }
        List<PlanPart> all = new ArrayList<>(found);
        for (int i = 0; i < found; i++) {
            all.add(part(masks[i]));
        }
        return all;
    }

    private PlanPart part(int mask) {
        PlanPart known = parts.get(mask);
        if (known == null) {
            List<Integer> steps = new ArrayList<>();
            for (int i = 0; i < plan.steps().size(); i++) {
                if ((mask & 1 << slotScope(plan.steps().get(i))) != 0) {
                    steps.add(i);
                }
            }
            known = new PlanPart(evaluator, plan, (mask & 1) != 0, steps);
            parts.set(mask, known);
        }
        return known;
    }

    private static int slotScope(Step step) {
        return switch (step.scope()) {
            case USER, MEMBER, SPACE_MEMBER -> 0;
            case CHAT, TOPIC -> SLOT_SCOPES.indexOf(Scope.CHAT);
            case SPACE, GLOBAL -> SLOT_SCOPES.indexOf(step.scope());
        };
    }
}
