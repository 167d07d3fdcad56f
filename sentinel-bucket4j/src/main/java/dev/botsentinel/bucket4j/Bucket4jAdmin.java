package dev.botsentinel.bucket4j;

import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.BudgetState;
import dev.botsentinel.store.Inspection;
import dev.botsentinel.store.Refund;
import dev.botsentinel.store.SeenValue;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoredItem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The storage's operations, and the same on the buckets. The storage comes first: it checks the arguments. */
record Bucket4jAdmin(StoreAdmin store, Bucket4jLimits limits, Executor executor, InstantSource time)
        implements StoreAdmin {

    @Override
    public CompletionStage<Block> block(Subject subject, @Nullable Duration duration, String actor, String reason) {
        return store.block(subject, duration, actor, reason);
    }

    @Override
    public CompletionStage<Optional<Block>> unblock(Subject subject) {
        return store.unblock(subject);
    }

    @Override
    public CompletionStage<Optional<Block>> blockOf(Subject subject) {
        return store.blockOf(subject);
    }

    @Override
    public CompletionStage<BlockPage> blocks(@Nullable String after, int limit) {
        return store.blocks(after, limit);
    }

    @Override
    public CompletionStage<Inspection> inspect(Owner owner, List<AppliedLimit> wanted) {
        List<AppliedLimit> stoodIn = wanted.stream()
                .map(limit -> limits.buckets(limit) == null ? limit : StandIn.passing(limit))
                .toList();
        return then(store.inspect(owner, stoodIn), found -> withBuckets(owner, wanted, found, 0));
    }

    private CompletableFuture<Inspection> withBuckets(
            Owner owner, List<AppliedLimit> wanted, Inspection found, int next) {
        if (next == wanted.size()) {
            return CompletableFuture.completedFuture(found);
        }
        LimitBuckets<?> buckets = limits.buckets(wanted.get(next));
        if (buckets == null) {
            return withBuckets(owner, wanted, found, next + 1);
        }
        return then(buckets.look(owner), look -> {
            List<BudgetState> states = new ArrayList<>(found.budgets());
            states.set(next, state(new Budget(owner, wanted.get(next)), states.get(next), look));
            return withBuckets(owner, wanted, new Inspection(states, found.violations(), found.rung()), next + 1);
        });
    }

    private BudgetState state(Budget budget, BudgetState kept, BucketLook look) {
        Instant cooldownUntil = kept.cooldownUntil();
        long available =
                look.remaining() + (look.passes() ? budget.limit().limit().cost() : 0);
        Instant readyAt = kept.readyAt();
        if (!look.passes()) {
            Instant now = cooldownUntil == null && readyAt != null ? readyAt : time.instant();
            Instant refilled = now.plus(Micros.duration(look.waitMicros()));
            readyAt = readyAt == null || refilled.isAfter(readyAt) ? refilled : readyAt;
        }
        return new BudgetState(budget, cooldownUntil == null ? available : 0, readyAt, cooldownUntil);
    }

    @Override
    public CompletionStage<@Nullable Void> reset(Budget budget) {
        LimitBuckets<?> buckets = limits.buckets(budget.limit());
        return buckets == null ? store.reset(budget) : then(store.reset(budget), done -> buckets.reset(budget.owner()));
    }

    @Override
    public CompletionStage<@Nullable Void> reset(Owner owner) {
        return then(store.reset(owner), done -> removeAll(owner));
    }

    @Override
    public CompletionStage<Refund> refund(Budget budget, int permits, long refundId) {
        LimitBuckets<?> buckets = limits.buckets(budget.limit());
        if (buckets == null) {
            return store.refund(budget, permits, refundId);
        }
        // the storage has no bucket of this limit: it only remembers the refund
        return then(
                store.refund(budget, permits, refundId),
                refund -> refund.repeated()
                        ? CompletableFuture.completedFuture(refund)
                        : buckets.refund(budget.owner(), permits).thenApply(given -> new Refund(given, false)));
    }

    @Override
    public CompletionStage<@Nullable Void> release(Owner owner, List<SeenValue> values, boolean degraded) {
        return store.release(owner, values, degraded);
    }

    @Override
    public CompletionStage<Instant> cooldown(Budget budget, Duration duration) {
        return store.cooldown(budget, duration);
    }

    @Override
    public CompletionStage<List<StoredItem>> export(Subject subject) {
        return then(store.export(subject), items -> withBuckets(Owner.user(subject.id()), items));
    }

    private CompletableFuture<List<StoredItem>> withBuckets(Owner owner, List<StoredItem> items) {
        CompletableFuture<List<StoredItem>> all = CompletableFuture.completedFuture(items);
        for (LimitBuckets<?> buckets : limits.met(owner.scope())) {
            all = then(
                    all,
                    found -> exported(owner, buckets)
                            .thenApply(item ->
                                    Stream.concat(found.stream(), item.stream()).toList()));
        }
        return all;
    }

    private CompletableFuture<Optional<StoredItem>> exported(Owner owner, LimitBuckets<?> buckets) {
        AppliedLimit limit = buckets.limit();
        return then(
                buckets.exists(owner),
                exists -> exists
                        ? buckets.look(owner)
                                .thenApply(look -> Optional.of(new StoredItem(
                                        owner,
                                        StoredItem.Kind.LIMIT,
                                        limit.key(),
                                        (look.remaining()
                                                        + (look.passes()
                                                                ? limit.limit().cost()
                                                                : 0)) + " left in Bucket4j",
                                        null)))
                        : CompletableFuture.completedFuture(Optional.empty()));
    }

    @Override
    public CompletionStage<Optional<Block>> erase(Subject subject) {
        return then(
                store.erase(subject),
                block -> removeAll(Owner.user(subject.id())).thenApply(done -> block));
    }

    private CompletableFuture<@Nullable Void> removeAll(Owner owner) {
        CompletableFuture<@Nullable Void> all = CompletableFuture.completedFuture(null);
        for (LimitBuckets<?> buckets : limits.met(owner.scope())) {
            all = then(all, done -> buckets.remove(owner));
        }
        return all;
    }

    private <T extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> then(
            CompletionStage<T> stage, Function<T, CompletableFuture<R>> next) {
        return BucketDecision.then(stage.toCompletableFuture(), executor, next);
    }
}
