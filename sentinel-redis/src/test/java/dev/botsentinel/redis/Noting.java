package dev.botsentinel.redis;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.SentinelStore;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A storage that has somebody told of each plan, as soon as it is under way. */
final class Noting extends ForwardingStore {

    private final Consumer<Plan> note;

    Noting(SentinelStore store, Consumer<Plan> note) {
        super(store);
        this.note = note;
    }

    @Override
    public CompletionStage<Verdict> evaluate(Plan plan) {
        CompletionStage<Verdict> verdict = super.evaluate(plan);
        note.accept(plan);
        return verdict;
    }
}
