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
     * How a plan is evaluated.
     *
     * @throws IllegalArgumentException if a number in the plan exceeds 2^53
     */
    PlanEvaluation evaluation(Plan plan) {
        return client.isCluster() ? new PlanParts(this, plan) : prepare(plan);
    }

    /** A whole plan whose owners share a slot. */
    PreparedRedisPlan prepare(Plan plan) {
        return prepare(plan, plan);
    }

    /**
     * A plan whose owners share a slot.
     *
     * @param whole the plan that it is a part of
     */
    PreparedRedisPlan prepare(Plan plan, Plan whole) {
        return new PreparedRedisPlan(plan, whole, client, keys, index, scripts);
    }

    /** The slot of the owner in a scope. */
    int slot(Scope scope, Facts facts) {
        return client.slot(keys.owner(scope, facts));
    }

    /** The name of the node that has the owner in a scope. */
    String node(Scope scope, Facts facts) {
        return client.node(keys.owner(scope, facts));
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
        byte[] values = PreparedRedisPlan.bytes(argument.values(), facts);
        return client.run(new ScriptArgs(Scripts.GIVE_BACK, keysOfCall, values, new byte[][] {argument.bytes()}));
    }

    /** Records that the first part of an album was refused, by a limit or a list in another slot than the album. */
    CompletionStage<Reply> refuseAlbum(
            Step.Album step, Facts facts, Step by, Verdict.Refused refused, long deadlineNanos) {
        long wait = refused.untilMicros() == Verdict.NEVER
                ? StructWriter.NEVER
                : refused.untilMicros() - refused.nowMicros();
        byte[] album = new StructWriter()
                .value(facts.album())
                .number(wait)
                .number(refused instanceof Verdict.RateLimited limited ? limited.remaining() : 0)
                .raw(PlanArgument.rule(by))
                .bytes();
        return client.run(
                new ScriptArgs(Scripts.REFUSE_ALBUM, List.of(keys.owner(step.scope(), facts)), List.of(album)),
                deadlineNanos);
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
