package dev.botsentinel.redis;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Scope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A plan whose owners live in one place: one call of one script. All that depends on the plan is made; a call adds the keys
 * of its owners and 8 bytes for each value that is to be seen first. Thread-safe.
 */
final class PreparedRedisPlan {

    private static final byte[][] NO_ARGUMENTS = {};

    private final ScriptClient client;
    private final Keys keys;
    private final BlockIndex index;
    private final Scope[] owners;
    private final Step.FirstSeen[] seen;
    private final Script script;
    private final byte[][] arguments;
    private final boolean countsViolations;
    private final VerdictReader reader;

    /** @throws IllegalArgumentException if the scripts can't count what the plan says */
    PreparedRedisPlan(Plan plan, ScriptClient client, Keys keys, BlockIndex index, PlanScripts scripts) {
        this.client = client;
        this.keys = keys;
        this.index = index;
        PlanArgument argument = PlanArgument.of(plan);
        Script own = scripts.of(plan, argument);
        owners = argument.owners().toArray(Scope[]::new);
        seen = argument.seen().toArray(Step.FirstSeen[]::new);
        script = own == null ? Scripts.EVALUATE : own;
        arguments = own == null ? new byte[][] {argument.bytes()} : NO_ARGUMENTS;
        countsViolations = plan.onDenied() != null;
        reader = new VerdictReader(plan);
    }

    /** Decides; a block that this leads to is in the index when the stage completes. */
    CompletionStage<Verdict> evaluate(Facts facts, long endNanos) {
        if (owners.length == 0) {
            return CompletableFuture.completedFuture(Verdict.Admitted.EMPTY);
        }
        CompletableFuture<Verdict> decided =
                client.run(args(facts), endNanos).toCompletableFuture().thenApply(reader::read);
        return countsViolations ? decided.thenCompose(verdict -> listed(facts, verdict, endNanos)) : decided;
    }

    ScriptArgs args(Facts facts) {
        byte[][] keysOfCall = new byte[owners.length][];
        for (int i = 0; i < owners.length; i++) {
            keysOfCall[i] = keys.owner(owners[i], facts);
        }
        return new ScriptArgs(script, keysOfCall, values(seen, facts), arguments);
    }

    /** The values in the order of their steps, as the scripts compare them. */
    static byte[] values(Step.FirstSeen[] steps, Facts facts) {
        ByteBuffer values = ByteBuffer.allocate(Long.BYTES * steps.length).order(ByteOrder.LITTLE_ENDIAN);
        for (Step.FirstSeen step : steps) {
            values.putLong(facts.value(step));
        }
        return values.array();
    }

    /** The block stands, in the subject's value, and the others know; what is left is where to look for it. */
    private CompletionStage<Verdict> listed(Facts facts, Verdict verdict, long endNanos) {
        return verdict instanceof Verdict.RateLimited tipped && tipped.blockedUntilMicros() > 0
                ? index.list(Objects.requireNonNull(facts.subject()), tipped.blockedUntilMicros(), endNanos)
                        .handle((done, failure) -> verdict)
                : CompletableFuture.completedFuture(verdict);
    }
}
