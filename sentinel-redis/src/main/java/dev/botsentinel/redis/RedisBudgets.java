package dev.botsentinel.redis;

import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.redis.client.Reply;
import dev.botsentinel.redis.client.Script;
import dev.botsentinel.redis.client.ScriptArgs;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.BudgetState;
import dev.botsentinel.store.Inspection;
import dev.botsentinel.store.Refund;
import dev.botsentinel.store.SeenValue;
import dev.botsentinel.store.StoreAdmin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The administrators' operations on budgets, and releases: one call each. Expects checked arguments. Thread-safe. */
final class RedisBudgets {

    private static final byte[] ALL = {};
    private static final int ITEMS_PER_LIMIT = 3;
    private static final long REPEATED = -1;
    private static final long NANOS_PER_MICRO = 1000;

    private final RedisStore store;
    private final Keys keys;

    RedisBudgets(RedisStore store, Keys keys) {
        this.store = store;
        this.keys = keys;
    }

    CompletionStage<Inspection> inspect(Owner owner, List<AppliedLimit> limits) {
        List<Budget> budgets = Budget.of(owner, limits);
        List<byte[]> arguments = limits.stream().map(limit -> argument(limit)).toList();
        return run(Scripts.INSPECT, owner, arguments).thenApply(reply -> inspection(budgets, reply));
    }

    private static Inspection inspection(List<Budget> budgets, Reply reply) {
        List<BudgetState> states = new ArrayList<>();
        int item = Reply.REST + 2;
        for (Budget budget : budgets) {
            Instant ready = instant(reply.number(item + 1), StructWriter.NEVER);
            states.add(new BudgetState(budget, reply.number(item), ready, instant(reply.number(item + 2), 0)));
            item += ITEMS_PER_LIMIT;
        }
        return new Inspection(states, (int) reply.number(Reply.REST), (int) reply.number(Reply.REST + 1));
    }

    CompletionStage<@Nullable Void> reset(Budget budget) {
        return run(Scripts.RESET, budget.owner(), List.of(argument(budget.limit())))
                .thenAccept(reply -> {});
    }

    CompletionStage<@Nullable Void> reset(Owner owner) {
        return run(Scripts.RESET, owner, List.of(ALL)).thenAccept(reply -> {});
    }

    CompletionStage<Refund> refund(Budget budget, int permits, long refundId) {
        byte[] refund = new StructWriter()
                .number(permits)
                .number(budget.refundMicros())
                .small(StoreAdmin.MAX_REFUNDS)
                .value(refundId)
                .bytes();
        return run(Scripts.REFUND, budget.owner(), List.of(argument(budget.limit()), refund))
                .thenApply(reply -> reply.number(Reply.REST) == REPEATED
                        ? Refund.REPEATED
                        : new Refund((int) reply.number(Reply.REST), false));
    }

    CompletionStage<@Nullable Void> release(Owner owner, List<SeenValue> values) {
        StructWriter released = new StructWriter();
        for (SeenValue seen : values) {
            released.small(1)
                    .letter(PlanArgument.list(seen.kind(), seen.mode()))
                    .value(seen.value());
        }
        return store.run(new ScriptArgs(Scripts.RELEASE, List.of(keys.owner(owner)), List.of(released.bytes())))
                .thenAccept(reply -> {});
    }

    CompletionStage<Instant> cooldown(Budget budget, Duration duration) {
        byte[] cooldown =
                new StructWriter().number(duration.toNanos() / NANOS_PER_MICRO).bytes();
        return run(Scripts.COOLDOWN, budget.owner(), List.of(argument(budget.limit()), cooldown))
                .thenApply(reply -> instant(reply.number(Reply.REST)));
    }

    private byte[] argument(AppliedLimit limit) {
        return LimitArgument.of(limit, 1, store.nowMicros());
    }

    private CompletionStage<Reply> run(Script script, Owner owner, List<byte[]> arguments) {
        return store.runForAdministrator(new ScriptArgs(script, List.of(keys.owner(owner)), arguments));
    }

    private static @Nullable Instant instant(long micros, long none) {
        return micros == none ? null : instant(micros);
    }

    private static Instant instant(long micros) {
        return Micros.instant(micros);
    }
}
