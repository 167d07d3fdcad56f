package dev.botsentinel.engine;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.Inspection;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.Refund;
import dev.botsentinel.store.SeenValue;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoredItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A storage that answers its administrators later, on the client's thread. */
record SpyAdmin(SentinelStore state) implements SentinelStore, StoreAdmin {

    private static <T extends @Nullable Object> CompletionStage<T> later(CompletionStage<T> answer) {
        return Threads.later(answer.toCompletableFuture().join());
    }

    @Override
    public PreparedPlan prepare(Plan plan) {
        return state.prepare(plan);
    }

    @Override
    public FingerprintKey fingerprintKey() {
        return state.fingerprintKey();
    }

    @Override
    public StoreAdmin admin() {
        return this;
    }

    @Override
    public void close() {
        state.close();
    }

    @Override
    public CompletionStage<Block> block(Subject subject, @Nullable Duration duration, String actor, String reason) {
        return later(state.admin().block(subject, duration, actor, reason));
    }

    @Override
    public CompletionStage<Optional<Block>> unblock(Subject subject) {
        return later(state.admin().unblock(subject));
    }

    @Override
    public CompletionStage<Optional<Block>> blockOf(Subject subject) {
        return later(state.admin().blockOf(subject));
    }

    @Override
    public CompletionStage<BlockPage> blocks(@Nullable String after, int limit) {
        return later(state.admin().blocks(after, limit));
    }

    @Override
    public CompletionStage<Inspection> inspect(Owner owner, List<AppliedLimit> limits) {
        return later(state.admin().inspect(owner, limits));
    }

    @Override
    public CompletionStage<@Nullable Void> reset(Budget budget) {
        return later(state.admin().reset(budget));
    }

    @Override
    public CompletionStage<@Nullable Void> reset(Owner owner) {
        return later(state.admin().reset(owner));
    }

    @Override
    public CompletionStage<Refund> refund(Budget budget, int permits, long refundId) {
        return later(state.admin().refund(budget, permits, refundId));
    }

    @Override
    public CompletionStage<@Nullable Void> release(Owner owner, List<SeenValue> values, boolean degraded) {
        return later(state.admin().release(owner, values, degraded));
    }

    @Override
    public CompletionStage<Instant> cooldown(Budget budget, Duration duration) {
        return later(state.admin().cooldown(budget, duration));
    }

    @Override
    public CompletionStage<List<StoredItem>> export(Subject subject) {
        return later(state.admin().export(subject));
    }

    @Override
    public CompletionStage<Optional<Block>> erase(Subject subject) {
        return later(state.admin().erase(subject));
    }
}
