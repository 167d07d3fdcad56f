package dev.botsentinel.redis;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** Has plans decided on, those whose owners live together in one call. Thread-safe. */
final class Decisions {

    private final ScriptClient client;
    private final Keys keys;
    private final BlockIndex index;
    private final AtomicLong lost = new AtomicLong();

    Decisions(ScriptClient client, Keys keys, BlockIndex index) {
        this.client = client;
        this.keys = keys;
        this.index = index;
    }

    CompletionStage<Verdict> evaluate(Plan plan, Facts facts) {
        try {
            if (!client.isDivided()) {
                return client.run(PlanCall.of(keys, plan, facts, true)).thenApply(Verdicts::of);
            }
            List<PlanPart> parts = parts(plan, facts);
            long end = client.end();
            return parts.size() == 1
                    ? evaluateWhole(plan, facts, end)
                    : new DividedPlan(this, plan, facts, parts, end).evaluate();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(
                    new StoreException("the plan can't be put to Redis: " + e.getMessage(), e));
        }
    }

    /** Decides on a plan of one place; a block that this leads to is in the index when the stage completes. */
    CompletionStage<Verdict> evaluateWhole(Plan plan, Facts facts, long endNanos) {
        if (plan.onDenied() == null) {
            return client.run(PlanCall.of(keys, plan, facts, false), endNanos).thenApply(Verdicts::of);
        }
        String subject = Objects.requireNonNull(facts.subject());
        boolean together = index.isBeside(keys.owner(Owner.user(subject)));
        CompletionStage<Verdict> decided =
                client.run(PlanCall.of(keys, plan, facts, together), endNanos).thenApply(Verdicts::of);
        return together ? decided : decided.thenCompose(verdict -> listed(subject, verdict));
    }

    /** Gives back what the steps of an admitted plan of one place have spent and remembered. */
    CompletionStage<Reply> giveBack(Plan plan, Facts facts) {
        Call spent = PlanCall.of(keys, plan, facts, false);
        return client.run(new Call(Script.GIVE_BACK, spent.keys(), spent.first(), spent.arguments()));
    }

    /** What was to be given back couldn't be. */
    void lost() {
        lost.incrementAndGet();
    }

    /** How often what a refused plan had taken couldn't be given back. */
    long lostReturns() {
        return lost.get();
    }

    private CompletionStage<Verdict> listed(String subject, Verdict verdict) {
        return verdict instanceof Verdict.RateLimited tipped && tipped.blockedUntilMicros() > 0
                ? index.list(subject, tipped.blockedUntilMicros()).handle((done, failure) -> verdict)
                : CompletableFuture.completedFuture(verdict);
    }

    /** The steps by the place of their owners, the subject's first. */
    private List<PlanPart> parts(Plan plan, Facts facts) {
        Map<Integer, List<Integer>> byPlace = new LinkedHashMap<>();
        int subjects = -1;
        String subject = facts.subject();
        if (subject != null) {
            subjects = client.place(keys.owner(Owner.user(subject)));
            byPlace.put(subjects, new ArrayList<>());
        }
        for (int i = 0; i < plan.steps().size(); i++) {
            Step step = plan.steps().get(i);
            int place = client.place(keys.owner(facts.owner(step.scope())));
            byPlace.computeIfAbsent(place, first -> new ArrayList<>()).add(i);
        }
        if (plan.onDenied() == null && byPlace.size() > 1) {
            byPlace.values().removeIf(List::isEmpty);
        }
        List<PlanPart> parts = new ArrayList<>();
        for (Map.Entry<Integer, List<Integer>> place : byPlace.entrySet()) {
            parts.add(new PlanPart(place.getKey() == subjects, place.getValue()));
        }
        return parts;
    }
}
