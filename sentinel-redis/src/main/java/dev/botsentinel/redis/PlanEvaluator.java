package dev.botsentinel.redis;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.redis.client.Reply;
import dev.botsentinel.redis.client.ScriptArgs;
import dev.botsentinel.redis.client.ScriptClient;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/** Prepares and evaluates plans: in one call if all owners share a slot, otherwise in parts. Thread-safe. */
final class PlanEvaluator {

    private final ScriptClient client;
    private final Keys keys;
    private final BlockIndex index;
    private final PlanScripts scripts;
    private final AtomicLong lostReturns = new AtomicLong();

    PlanEvaluator(ScriptClient client, Keys keys, BlockIndex index) {
        this.client = client;
        this.keys = keys;
        this.index = index;
        this.scripts = new PlanScripts(client);
    }

    /**
     * A function that evaluates a plan by a deadline.
     *
     * @throws IllegalArgumentException if a number in the plan exceeds 2^53
     */
    BiFunction<Facts, Long, CompletionStage<Verdict>> evaluation(Plan plan) {
        if (!client.isCluster()) {
            PreparedRedisPlan prepared = prepare(plan);
            return prepared::evaluate;
        }
        PlanParts parts = new PlanParts(this, plan);
        return (facts, deadlineNanos) -> {
            List<PlanPart> divided = parts.of(facts);
            return divided.size() <= 1
                    ? parts.whole().evaluate(facts, deadlineNanos)
                    : new DividedPlan(this, parts, facts, divided, deadlineNanos).evaluate();
        };
    }

    /** A plan whose owners share a slot. */
    PreparedRedisPlan prepare(Plan plan) {
        return new PreparedRedisPlan(plan, client, keys, index, scripts);
    }

    /** The slot of the owner in a scope. */
    int slot(Scope scope, Facts facts) {
        return client.slot(keys.owner(scope, facts));
    }

    /** The default deadline of an evaluation that starts now. */
    long deadlineNanos() {
        return client.deadlineNanos();
    }

    /** Gives back the permits and seen values that an admitted plan of one slot has taken. */
    CompletionStage<Reply> giveBack(Plan spent, Facts facts) {
        PlanArgument argument = PlanArgument.of(spent, client.nowMicros());
        byte[][] keysOfCall = argument.owners().stream()
                .map(scope -> keys.owner(scope, facts))
                .toArray(byte[][]::new);
        byte[] values = PreparedRedisPlan.values(argument.seen().toArray(Step.FirstSeen[]::new), facts);
        return client.run(new ScriptArgs(Scripts.GIVE_BACK, keysOfCall, values, new byte[][] {argument.bytes()}));
    }

    /** Counts a give-back that failed. */
    void countLostReturn() {
        lostReturns.incrementAndGet();
    }

    /** The number of give-backs that failed. */
    long lostReturns() {
        return lostReturns.get();
    }
}
