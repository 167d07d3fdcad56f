package dev.botsentinel.engine;

import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A storage that answers what the test says. */
record ScriptedStore(Function<Plan, CompletionStage<Verdict>> script, StoreAdmin admin) implements SentinelStore {

    /** Admits all. */
    static ScriptedStore admitting() {
        return answering(plan -> CompletableFuture.completedFuture(
                new Verdict.AdmittedBuilder(plan.steps().size()).build()));
    }

    /** Refuses the step of this type for a second, and admits plans without one. */
    static ScriptedStore refusing(Class<? extends Step> type, RefusalAt refusal) {
        return answering(plan -> {
            List<Step> steps = plan.steps();
            for (int i = 0; i < steps.size(); i++) {
                if (type.isInstance(steps.get(i))) {
                    return CompletableFuture.completedFuture(refusal.of(i));
                }
            }
            return admitting().script().apply(plan);
        });
    }

    static ScriptedStore answering(Function<Plan, CompletionStage<Verdict>> script) {
        return new ScriptedStore(script, null);
    }

    @FunctionalInterface
    interface RefusalAt {
        Verdict of(int step);
    }

    @Override
    public PreparedPlan prepare(Plan plan) {
        return facts -> {
            CompletionStage<Verdict> answer = script.apply(plan);
            CompletableFuture<Verdict> future = answer.toCompletableFuture();
            return future.isDone() && !future.isCompletedExceptionally() ? future.join() : new Pending(answer);
        };
    }

    @Override
    public FingerprintKey fingerprintKey() {
        return FingerprintKey.ofHex("00".repeat(16));
    }

    @Override
    public void close() {}
}
