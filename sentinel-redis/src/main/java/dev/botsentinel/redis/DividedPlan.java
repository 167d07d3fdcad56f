package dev.botsentinel.redis;

import dev.botsentinel.plan.Facts;
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

/** A plan whose owners live in several slots of a Cluster: no call can have them all. Used once. */
/*
 * First all parts are asked at once, and nothing is written. If one refuses, that is the verdict, and no trace is left but
 * a violation. If all pass, all are committed at once. Between the two somebody else may have spent what was there: then
 * the parts that were admitted give back what they took. So plans one after another are decided on exactly as in one call,
 * in two trips, or in one if refused; and a chat or everybody at its limit costs its members nothing.
 *
 * Rejected: to commit slot by slot and to give back what was taken if a later one refuses. It is a trip for each slot, it
 * writes where it ends up refusing, and a list of fingerprints that was full can't give back what it forgot.
 */
final class DividedPlan {

    private static final Logger log = LoggerFactory.getLogger(DividedPlan.class);

    private final PlanEvaluator evaluator;
    private final PlanParts plan;
    private final Facts facts;
    private final List<PlanPart> parts;
    private final long endNanos;

    /** @param endNanos when all trips must be done: what is decided later, nobody waits for any more */
    DividedPlan(PlanEvaluator evaluator, PlanParts plan, Facts facts, List<PlanPart> parts, long endNanos) {
        this.evaluator = evaluator;
        this.plan = plan;
        this.facts = facts;
        this.parts = parts;
        this.endNanos = endNanos;
    }

    CompletionStage<Verdict> evaluate() {
        return look(parts).thenCompose(seen -> {
            if (plan.plan().probe()) {
                return CompletableFuture.completedFuture(seen.verdict());
            }
            return seen.verdict() instanceof Verdict.Refused refused ? deny(seen, refused) : commit(seen);
        });
    }

    /** What the parts answered, and what that makes of the whole. */
    private record Seen(List<PlanPart> parts, List<Verdict> answers, Verdict verdict) {}

    /**
     * A refusal that is no limit's stands if no limit before it refuses; else all limits have a say, and only they.
     */
    private CompletionStage<Seen> look(List<PlanPart> asked) {
        return all(asked, part -> part.asking().evaluate(facts, endNanos)).thenCompose(answers -> {
            PartVerdicts verdicts = new PartVerdicts(plan.plan().steps().size(), asked, answers);
            Verdict.Refused other = verdicts.firstOtherThanLimits();
            if (other == null) {
                return CompletableFuture.completedFuture(new Seen(asked, answers, verdicts.whole()));
            }
            Seen standing = new Seen(asked, answers, other);
            List<PlanPart> before = only(asked, step -> step < other.step() && plan.isEnforcedLimit(step));
            return before.isEmpty()
                    ? CompletableFuture.completedFuture(standing)
                    : look(before)
                            .thenCompose(limits -> limits.verdict() instanceof Verdict.Refused
                                    ? look(only(asked, plan::isEnforcedLimit))
                                    : CompletableFuture.completedFuture(standing));
        });
    }

    /** Writes nothing but a violation, if it was a limit of the subject's own that refused. */
    private CompletionStage<Verdict> deny(Seen seen, Verdict.Refused refused) {
        PlanPart subjects = seen.parts().get(0);
        boolean mayCount = plan.plan().onDenied() != null
                && refused instanceof Verdict.RateLimited
                && subjects.isSubjects()
                && seen.answers().get(0) instanceof Verdict.RateLimited;
        if (!mayCount) {
            return CompletableFuture.completedFuture(refused);
        }
        return subjects.deciding().evaluate(facts, endNanos).thenCompose(counted -> {
            if (counted instanceof Verdict.Admitted admitted) {
                return giveBack(subjects, admitted).thenApply(done -> refused);
            }
            return CompletableFuture.completedFuture(
                    counted instanceof Verdict.RateLimited tipped
                            ? PartVerdicts.tipping((Verdict.RateLimited) refused, tipped.blockedUntilMicros())
                            : refused);
        });
    }

    private CompletionStage<Verdict> commit(Seen seen) {
        List<CompletableFuture<Verdict>> commits = new ArrayList<>();
        for (int i = 0; i < seen.parts().size(); i++) {
            PlanPart part = seen.parts().get(i);
            commits.add(
                    part.steps().stream().noneMatch(plan::writes)
                            ? CompletableFuture.completedFuture(seen.answers().get(i))
                            : part.deciding().evaluate(facts, endNanos).toCompletableFuture());
        }
        return CompletableFuture.allOf(commits.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> failure)
                .thenCompose(failure -> committed(seen.parts(), commits, failure));
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

    /** What can't be given back stays spent until its window ends, and is counted. Never fails. */
    private CompletionStage<@Nullable Void> giveBack(PlanPart part, Verdict.Admitted taken) {
        List<Integer> places = part.steps();
        PlanPart spent = part.only(step -> plan.writes(step) && !taken.shadowRefused(places.indexOf(step)));
        if (spent.steps().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return evaluator.giveBack(spent.askingPlan(), facts).handle((done, failure) -> {
            if (failure != null) {
                evaluator.lost();
                log.debug("What a refused plan had taken can't be given back: {}", Failures.reason(failure));
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
