package dev.botsentinel.redis;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.redis.client.Script;
import dev.botsentinel.redis.client.ScriptArgs;
import dev.botsentinel.redis.client.ScriptClient;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A plan whose owners share a slot: one call of one script. Everything that depends on the plan is made once; a call adds the
 * keys of its owners and 8 bytes for each first-seen step and for an album. Thread-safe.
 */
final class PreparedRedisPlan implements PlanEvaluation {

    private static final byte[][] NO_ARGUMENTS = {};

    private final ScriptClient client;
    private final Keys keys;
    private final BlockIndex index;
    private final Scope[] owners;
    private final List<ToLongFunction<Facts>> values;
    private final Script script;
    private final byte[][] arguments;
    private final @Nullable CalendarPlan calendar;
    private final boolean countsViolations;
    /** The escalation, if it has jitter. */
    private final @Nullable Escalation jittered;

    private final VerdictReader reader;

    /**
     * A plan, or a part of one.
     *
     * @param whole the plan that it is a part of
     * @throws IllegalArgumentException if a number in the plan exceeds 2^53
     */
    PreparedRedisPlan(Plan plan, Plan whole, ScriptClient client, Keys keys, BlockIndex index, PlanScripts scripts) {
        this.client = client;
        this.keys = keys;
        this.index = index;
        PlanArgument argument = PlanArgument.of(plan, whole, keys.newsSuffix(), client.nowMicros());
        Script own = scripts.of(plan, argument);
        owners = argument.owners().toArray(Scope[]::new);
        values = argument.values();
        script = own == null ? Scripts.EVALUATE : own;
        arguments = own == null ? new byte[][] {argument.bytes()} : NO_ARGUMENTS;
        calendar = StepTraits.of(plan).stream().anyMatch(StepTraits::countsInCalendar)
                ? new CalendarPlan(plan, whole, keys.newsSuffix(), client)
                : null;
        Escalation escalation = plan.onDenied();
        countsViolations = escalation != null;
        jittered = escalation != null && escalation.jitterPercent() > 0 ? escalation : null;
        reader = new VerdictReader(plan);
    }

    /** Decides. If that leads to a block, it is in the index before the stage completes. */
    @Override
    public CompletionStage<Verdict> evaluate(Facts facts, long deadlineNanos) {
        if (owners.length == 0) {
            return CompletableFuture.completedFuture(Verdict.Admitted.EMPTY);
        }
        CompletableFuture<Verdict> decided =
                client.run(args(facts), deadlineNanos).toCompletableFuture().thenApply(reader::read);
        return countsViolations ? decided.thenCompose(verdict -> indexed(facts, verdict, deadlineNanos)) : decided;
    }

    /** Without a Cluster. */
    @Override
    public List<String> nodes(Facts facts) {
        return List.of();
    }

    ScriptArgs args(Facts facts) {
        byte[][] keysOfCall = new byte[owners.length][];
        for (int i = 0; i < owners.length; i++) {
            keysOfCall[i] = keys.owner(owners[i], facts);
        }
        return new ScriptArgs(
                script,
                keysOfCall,
                bytes(values, facts, jittered),
                calendar == null ? arguments : calendar.arguments());
    }

    /** The values that a call brings, as the scripts compare them. */
    static byte[] bytes(List<ToLongFunction<Facts>> values, Facts facts) {
        return bytes(values, facts, null);
    }

    /** The same, and by how many millionths a resulting block is longer. */
    private static byte[] bytes(List<ToLongFunction<Facts>> values, Facts facts, @Nullable Escalation jittered) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.size() + (jittered == null ? 0 : Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.size(); i++) {
            bytes.putLong(values.get(i).applyAsLong(facts));
        }
        if (jittered != null) {
            bytes.putInt(jittered.jitterMillionths(facts.jitterDraw()));
        }
        return bytes.array();
    }

    /** Adds a new block to the index; the script has already written and published it. */
    private CompletionStage<Verdict> indexed(Facts facts, Verdict verdict, long deadlineNanos) {
        return verdict instanceof Verdict.RateLimited tipped && tipped.blockedUntilMicros() > 0
                ? index.add(Objects.requireNonNull(facts.subject()), tipped.blockedUntilMicros(), deadlineNanos)
                        .handle((added, failure) -> verdict)
                : CompletableFuture.completedFuture(verdict);
    }
}
