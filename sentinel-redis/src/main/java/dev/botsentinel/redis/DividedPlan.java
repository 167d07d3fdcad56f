package dev.botsentinel.redis;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plan whose owners are in several slots of a Cluster, which no single call can reach. Used once. */
/*
 * First all parts are probed at once, which writes nothing. If one refuses, that is the verdict, and nothing is written but a
 * violation. If all pass, all are committed at once. In between another plan may have spent the permits; then the parts that
 * were admitted give back what they took. So consecutive plans get exactly the verdicts of a single call, in two trips, or in
 * one if refused; and a chat or global limit that is exhausted costs its members nothing.
 *
 * Rejected: to commit slot by slot and give back when a later slot refuses. That takes a trip per slot and writes where it
 * ends up refusing, and a full list of fingerprints can't restore the entry that it dropped.
 */
final class DividedPlan {

    private static final Logger log = LoggerFactory.getLogger(DividedPlan.class);

    private final PlanEvaluator evaluator;
    private final PlanParts plan;
    private final Facts facts;
    private final List<PlanPart> parts;
    private final long deadlineNanos;

    /** @param deadlineNanos the deadline of all trips together; no caller waits longer */
    DividedPlan(PlanEvaluator evaluator, PlanParts plan, Facts facts, List<PlanPart> parts, long deadlineNanos) {
        this.evaluator = evaluator;
        this.plan = plan;
        this.facts = facts;
        this.parts = parts;
        this.deadlineNanos = deadlineNanos;
    }

    CompletionStage<Verdict> evaluate() {
        return probe(parts).thenCompose(probed -> {
            if (plan.plan().probe()) {
                return CompletableFuture.completedFuture(probed.verdict());
            }
            if (probed.verdict().isAlbumPart()) {
                return countAlbumPart(probed);
            }
            return probed.verdict() instanceof Verdict.Refused refused ? deny(probed, refused) : commit(probed);
        });
    }

    /** The answers of the parts, and the verdict on the whole plan. */
    private record Probed(List<PlanPart> parts, List<Verdict> answers, Verdict verdict) {}

    /**
     * A refusal by another step than a limit holds if no limit before it refuses, or if an album follows; otherwise all limits
     * decide, and only they.
     */
    private CompletionStage<Probed> probe(List<PlanPart> probed) {
        return all(probed, part -> part.probe().evaluate(facts, deadlineNanos)).thenCompose(answers -> {
            PartVerdicts verdicts = new PartVerdicts(plan.plan().steps().size(), probed, answers);
            Verdict.Refused other = verdicts.firstOtherThanLimits();
            Verdict album = verdicts.ofAlbum();
            if (album != null && (other == null || other.step() > plan.albumStep())) {
                return CompletableFuture.completedFuture(new Probed(probed, answers, album));
            }
            if (other == null) {
                return CompletableFuture.completedFuture(new Probed(probed, answers, verdicts.whole()));
            }
            Probed refusal = new Probed(probed, answers, other);
            List<PlanPart> before = other.step() < plan.albumStep()
                    ? List.of() // asked of every part, while limits are of the first alone
                    : only(probed, step -> step < other.step() && plan.isEnforcedLimit(step));
            return before.isEmpty()
                    ? CompletableFuture.completedFuture(refusal)
                    : probe(before)
                            .thenCompose(limits -> limits.verdict() instanceof Verdict.Refused
                                    ? probe(only(probed, plan::isEnforcedLimit))
                                    : CompletableFuture.completedFuture(refusal));
        });
    }

    /** Counts a later part of an album, and remembers what its slot remembers of every part. */
    private CompletionStage<Verdict> countAlbumPart(Probed probed) {
        for (int i = 0; i < probed.parts().size(); i++) {
            if (probed.answers().get(i).isAlbumPart()) {
                PlanPart part = probed.parts().get(i);
                return part.decision()
                        .evaluate(facts, deadlineNanos)
                        .thenCompose(counted -> counted instanceof Verdict.Admitted taken && !taken.isAlbumPart()
                                ? giveBack(part, taken).thenApply(done -> probed.verdict())
                                : CompletableFuture.completedFuture(probed.verdict()));
            }
        }
        throw new IllegalStateException("no slot knows the album");
    }

    /** Writes nothing but lockouts, a violation if one of the subject's own limits refused, and how an album began. */
    private CompletionStage<Verdict> deny(Probed probed, Verdict.Refused refused) {
        if (!(refused instanceof Verdict.RateLimited)
                && (refused instanceof Verdict.Blocked || refused.step() < plan.albumStep())) {
            return CompletableFuture.completedFuture(refused);
        }
        return refused instanceof Verdict.RateLimited
                ? limited(probed).thenCompose(this::albumRefused)
                : albumRefused(refused);
    }

    private CompletionStage<Verdict> limited(Probed probed) {
        List<CompletableFuture<Verdict>> answers = new ArrayList<>();
        for (int i = 0; i < probed.parts().size(); i++) {
            answers.add(
                    consequences(probed.parts().get(i), probed.answers().get(i)).toCompletableFuture());
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> new PartVerdicts(
                                plan.plan().steps().size(),
                                probed.parts(),
                                answers.stream().map(CompletableFuture::join).toList())
                        .whole());
    }

    private CompletionStage<Verdict> albumRefused(Verdict verdict) {
        int step = plan.albumStep();
        if (step < 0 || !(verdict instanceof Verdict.Refused refused)) {
            return CompletableFuture.completedFuture(verdict);
        }
        List<Step> steps = plan.plan().steps();
        return evaluator
                .refuseAlbum((Step.Album) steps.get(step), facts, steps.get(refused.step()), refused, deadlineNanos)
                .thenApply(done -> verdict);
    }

    /** What a part says once its refusal has been written, if that has consequences. */
    private CompletionStage<Verdict> consequences(PlanPart part, Verdict answer) {
        boolean counts = plan.plan().onDenied() != null && part.isSubjects();
        if (!(answer instanceof Verdict.RateLimited) || !(counts || part.locksOut())) {
            return CompletableFuture.completedFuture(answer);
        }
        return part.decision()
                .evaluate(facts, deadlineNanos)
                .thenCompose(written -> written instanceof Verdict.Admitted taken
                        ? giveBack(part, taken).thenApply(done -> answer)
                        : CompletableFuture.completedFuture(written));
    }

    private CompletionStage<Verdict> commit(Probed probed) {
        List<CompletableFuture<Verdict>> commits = new ArrayList<>();
        for (int i = 0; i < probed.parts().size(); i++) {
            PlanPart part = probed.parts().get(i);
            commits.add(
                    part.steps().stream().noneMatch(plan::writes)
                            ? CompletableFuture.completedFuture(probed.answers().get(i))
                            : part.decision().evaluate(facts, deadlineNanos).toCompletableFuture());
        }
        return CompletableFuture.allOf(commits.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> failure)
                .thenCompose(failure -> committed(probed.parts(), commits, failure));
    }

    private CompletionStage<Verdict> committed(
            List<PlanPart> committed, List<CompletableFuture<Verdict>> commits, @Nullable Throwable failure) {
        boolean admitted = failure == null && commits.stream().allMatch(one -> one.join() instanceof Verdict.Admitted);
        List<CompletableFuture<?>> returns = new ArrayList<>();
        for (int i = 0; !admitted && i < commits.size(); i++) {
            CompletableFuture<Verdict> one = commits.get(i);
            if (!one.isCompletedExceptionally() && one.join() instanceof Verdict.Admitted taken) {
                returns.add(giveBack(committed.get(i), taken).toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(returns.toArray(CompletableFuture[]::new))
                .thenCompose(returned -> failure != null
                        ? CompletableFuture.failedFuture(failure)
                        : CompletableFuture.completedFuture(new PartVerdicts(
                                        plan.plan().steps().size(),
                                        committed,
                                        commits.stream()
                                                .map(CompletableFuture::join)
                                                .toList())
                                .whole()));
    }

    /** Never fails. If Redis does, the permits stay spent until their window ends, and the loss is counted. */
    private CompletionStage<@Nullable Void> giveBack(PlanPart part, Verdict.Admitted taken) {
        List<Integer> steps = part.steps();
        PlanPart spent = part.only(step -> plan.writes(step) && !taken.shadowRefused(steps.indexOf(step)));
        if (spent.steps().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return evaluator.giveBack(spent.probePlan(), facts).handle((done, failure) -> {
            if (failure != null) {
                evaluator.countLostReturn();
                log.debug(
                        "Can't give back what a refused plan took: {}",
                        String.valueOf(Stages.cause(failure).getMessage()));
            }
            return null;
        });
    }

    private static List<PlanPart> only(List<PlanPart> parts, IntPredicate wanted) {
        return parts.stream()
                .map(part -> part.only(wanted))
                .filter(part -> !part.steps().isEmpty())
                .toList();
    }

    private static CompletionStage<List<Verdict>> all(
            List<PlanPart> parts, Function<PlanPart, CompletionStage<Verdict>> evaluation) {
        List<CompletableFuture<Verdict>> answers = parts.stream()
                .map(part -> evaluation.apply(part).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    }
}
