package dev.botsentinel.redis;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A plan that asks whether its chat is blocked: {@link ManualBlocks} answers that, and Redis evaluates the other steps.
 * Thread-safe.
 */
/*
 * The steps of an application's own may rank above the chat's check. Then Redis is first asked whether one of them refuses,
 * which writes nothing, and if so the other steps decide as if the chat weren't blocked. In between, another plan may end what
 * made it refuse; then this one is admitted.
 */
final class ChatCheckedPlan implements PlanEvaluation {

    private final ManualBlocks blocks;
    private final int step;
    private final int size;
    private final PlanEvaluation rest;

    /** What ranks above the chat's check, as a probe; null if nothing does. */
    private final @Nullable PlanEvaluation above;

    private ChatCheckedPlan(
            ManualBlocks blocks, int step, int size, PlanEvaluation rest, @Nullable PlanEvaluation above) {
        this.blocks = blocks;
        this.step = step;
        this.size = size;
        this.rest = rest;
        this.above = above;
    }

    /** How a plan is evaluated. */
    static PlanEvaluation of(Plan plan, ManualBlocks blocks, Function<Plan, PlanEvaluation> evaluation) {
        int step = stepOf(plan);
        if (step < 0) {
            return evaluation.apply(plan);
        }
        List<Step> rest = new ArrayList<>(plan.steps());
        rest.remove(step);
        rest.removeIf(ChatCheckedPlan::isOfChat);
        List<Step> above = plan.steps().subList(0, step);
        boolean canRefuse = above.stream().anyMatch(one -> one.mode() == Mode.ENFORCE);
        return new ChatCheckedPlan(
                blocks,
                step,
                plan.steps().size(),
                evaluation.apply(new Plan(rest, plan.ids(), plan.onDenied(), plan.probe())),
                canRefuse ? evaluation.apply(new Plan(above, plan.ids(), null, true)) : null);
    }

    /** The place of the step; -1 if there is none. */
    private static int stepOf(Plan plan) {
        for (int i = 0; i < plan.steps().size(); i++) {
            if (isOfChat(plan.steps().get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isOfChat(Step step) {
        return step instanceof Step.NotBlocked check && check.ofChat();
    }

    @Override
    public CompletionStage<Verdict> evaluate(Facts facts, long deadlineNanos) {
        CompletionStage<?> awaited = blocks.awaited(facts, deadlineNanos);
        return awaited == null
                ? decide(facts, deadlineNanos)
                : awaited.thenCompose(known -> decide(facts, deadlineNanos));
    }

    @Override
    public List<String> nodes(Facts facts) {
        List<String> nodes = rest.nodes(facts);
        String read = blocks.awaitedNode();
        if (read == null || nodes.contains(read)) {
            return nodes;
        }
        List<String> all = new ArrayList<>(nodes);
        all.add(read);
        return all;
    }

    private CompletionStage<Verdict> decide(Facts facts, long deadlineNanos) {
        Verdict.Blocked blocked = blocks.verdict(step, facts);
        if (blocked == null) {
            return evaluateRest(facts, deadlineNanos);
        }
        return above == null
                ? CompletableFuture.completedFuture(blocked)
                : above.evaluate(facts, deadlineNanos)
                        .thenCompose(verdict -> verdict instanceof Verdict.Refused
                                ? evaluateRest(facts, deadlineNanos)
                                : CompletableFuture.completedFuture(blocked));
    }

    private CompletionStage<Verdict> evaluateRest(Facts facts, long deadlineNanos) {
        return rest.evaluate(facts, deadlineNanos).thenApply(this::inPlan);
    }

    /** The verdict on the whole plan. */
    private Verdict inPlan(Verdict verdict) {
        if (verdict instanceof Verdict.Refused refused) {
            return refused.step() < step ? refused : refused.at(refused.step() + 1);
        }
        Verdict.Admitted admitted = (Verdict.Admitted) verdict;
        if (admitted.isAlbumPart()) {
            return Verdict.Admitted.albumPart(size, false);
        }
        long[] steps = new long[size];
        for (int i = 0; i < size; i++) {
            int place = i < step ? i : i - 1;
            if (i == step) {
                steps[i] = Verdict.Admitted.NOTHING;
            } else {
                steps[i] = admitted.shadowRefused(place) ? Verdict.Admitted.SHADOW_REFUSED : admitted.remaining(place);
            }
        }
        return Verdict.Admitted.of(steps);
    }
}
