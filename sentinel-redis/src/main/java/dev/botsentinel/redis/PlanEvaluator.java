package dev.botsentinel.redis;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Scope;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/** Prepares and evaluates plans: in one script call if all owners share a slot, otherwise in parts. Thread-safe. */
final class PlanEvaluator {

    private final ScriptClient client;
    private final Keys keys;
    private final BlockIndex index;
    private final PlanScripts scripts;
    private final AtomicLong lost = new AtomicLong();

    PlanEvaluator(ScriptClient client, Keys keys, BlockIndex index) {
        this.client = client;
        this.keys = keys;
        this.index = index;
        this.scripts = new PlanScripts(client);
    }

    /**
     * How to evaluate a plan, by then.
     *
     * @throws IllegalArgumentException if the scripts can't count what the plan says
     */
    BiFunction<Facts, Long, CompletionStage<Verdict>> evaluation(Plan plan) {
        if (!client.isDivided()) {
            PreparedRedisPlan prepared = prepare(plan);
            return prepared::evaluate;
        }
        PlanParts parts = new PlanParts(this, plan);
        return (facts, endNanos) -> {
            List<PlanPart> some = parts.of(facts);
            return some.size() <= 1
                    ? parts.whole().evaluate(facts, endNanos)
                    : new DividedPlan(this, parts, facts, some, endNanos).evaluate();
        };
    }

    /** A plan whose owners share a slot. */
    PreparedRedisPlan prepare(Plan plan) {
        return new PreparedRedisPlan(plan, client, keys, index, scripts);
    }

    /** The slot of the owner that a step of this scope concerns. */
    int place(Scope scope, Facts facts) {
        return client.place(keys.owner(scope, facts));
    }

    /** When an evaluation that begins now must be done, if nobody says otherwise. */
    long end() {
        return client.end();
    }

    /** Gives back what the steps of an admitted plan of one slot have spent and remembered. */
    CompletionStage<Reply> giveBack(Plan spent, Facts facts) {
        PlanArgument argument = PlanArgument.of(spent);
        byte[][] keysOfCall = argument.owners().stream()
                .map(scope -> keys.owner(scope, facts))
                .toArray(byte[][]::new);
        byte[] values = PreparedRedisPlan.values(argument.seen().toArray(Step.FirstSeen[]::new), facts);
        return client.run(new ScriptArgs(Scripts.GIVE_BACK, keysOfCall, values, new byte[][] {argument.bytes()}));
    }

    /** What was to be given back couldn't be. */
    void lost() {
        lost.incrementAndGet();
    }

    /** How often what a refused plan had taken couldn't be given back. */
    long lostReturns() {
        return lost.get();
    }
}
