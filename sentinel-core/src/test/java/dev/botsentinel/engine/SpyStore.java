package dev.botsentinel.engine;

import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A storage that remembers what it was asked, and can be made to answer later or something else. */
final class SpyStore extends ForwardingStore {

    private final boolean remote;
    private final List<BoundPlan> plans = new CopyOnWriteArrayList<>();
    private volatile @Nullable Function<BoundPlan, CompletionStage<Verdict>> instead;

    SpyStore(SentinelStore state, boolean remote) {
        super(state);
        this.remote = remote;
    }

    /** From now on this is the answer, whatever the state. */
    void answer(Function<BoundPlan, CompletionStage<Verdict>> answer) {
        this.instead = answer;
    }

    @Override
    public PreparedPlan prepare(Plan plan) {
        PreparedPlan prepared = super.prepare(plan);
        return facts -> {
            BoundPlan asked = new BoundPlan(plan, facts);
            plans.add(asked);
            Function<BoundPlan, CompletionStage<Verdict>> answer = instead;
            if (answer != null) {
                return new Pending(answer.apply(asked));
            }
            Answer verdict = prepared.evaluate(facts);
            return remote
                    ? new Pending(Threads.later(
                            verdict.toStage().toCompletableFuture().join()))
                    : verdict;
        };
    }

    /** All plans so far, probes included. */
    List<BoundPlan> plans() {
        return plans;
    }

    long probes() {
        return plans.stream().filter(BoundPlan::probe).count();
    }

    void forgetPlans() {
        plans.clear();
    }
}
