package dev.botsentinel.redis;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A plan for a Cluster, in parts by where its owners live: the subject with its chats, the chat, everybody. Which parts there
 * are is fixed; a call compares their slots and puts together those that are in the same by chance. Thread-safe.
 */
final class PlanParts {

    /** Whose slots may differ; the subject's comes first. */
    private static final List<Scope> PLACES = List.of(Scope.USER, Scope.CHAT, Scope.GLOBAL);

    private final PlanEvaluator evaluator;
    private final Plan plan;
    private final List<Integer> places = new ArrayList<>();
    private final List<StepKind> kinds;
    private final PreparedRedisPlan whole;
    private final AtomicReferenceArray<PlanPart> parts = new AtomicReferenceArray<>(1 << PLACES.size());

    PlanParts(PlanEvaluator evaluator, Plan plan) {
        this.evaluator = evaluator;
        this.plan = plan;
        this.whole = evaluator.prepare(plan);
        this.kinds = plan.steps().stream().map(StepKind::of).toList();
        if (plan.onDenied() != null || plan.steps().stream().anyMatch(step -> place(step) == 0)) {
            places.add(0);
        }
        for (Step step : plan.steps()) {
            if (!places.contains(place(step))) {
                places.add(place(step));
            }
        }
    }

    /** What a part has to know of a step. */
    private record StepKind(boolean writes, boolean isLimit) {

        static StepKind of(Step step) {
            return Objects.requireNonNull(step.match(new Step.Cases<StepKind>() {
                @Override
                public StepKind notBlocked(Step.NotBlocked asked) {
                    return new StepKind(false, false);
                }

                @Override
                public StepKind firstSeen(Step.FirstSeen seen) {
                    return new StepKind(true, false);
                }

                @Override
                public StepKind takePermits(Step.TakePermits take) {
                    return new StepKind(true, take.mode() == Mode.ENFORCE);
                }
            }));
        }
    }

    Plan plan() {
        return plan;
    }

    /** The plan in one call, for when all of its owners share a slot. */
    PreparedRedisPlan whole() {
        return whole;
    }

    /** Whether a step changes anything. */
    boolean writes(int step) {
        return kinds.get(step).writes();
    }

    boolean isEnforcedLimit(int step) {
        return kinds.get(step).isLimit();
    }

    /** The parts for these ids, the subject's first. */
    List<PlanPart> of(Facts facts) {
        int[] slots = new int[places.size()];
        int[] masks = new int[places.size()];
        int found = 0;
        for (int place : places) {
            int slot = evaluator.place(PLACES.get(place), facts);
            int same = 0;
            while (same < found && slots[same] != slot) {
                same++;
            }
            slots[same] = slot;
            masks[same] |= 1 << place;
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
                if ((mask & 1 << place(plan.steps().get(i))) != 0) {
                    steps.add(i);
                }
            }
            known = new PlanPart(evaluator, plan, (mask & 1) != 0, steps);
            parts.set(mask, known);
        }
        return known;
    }

    private static int place(Step step) {
        return step.scope().needsSubject() ? 0 : PLACES.indexOf(step.scope());
    }
}
