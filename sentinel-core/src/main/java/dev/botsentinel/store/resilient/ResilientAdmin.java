package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.Inspection;
import dev.botsentinel.store.Refund;
import dev.botsentinel.store.SeenValue;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.store.StoredItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Administrators' operations on a storage that may fail. They are always tried, also while the breaker is open, and fail if
 * the storage does: there is no fallback. This instance knows blocks and unblocks at once.
 */
final class ResilientAdmin implements StoreAdmin {

    /** Administrators have more patience than updates. */
    static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Whoever goes through all keys takes longer. */
    static final long SEARCH_DEADLINE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final StoreAdmin remote;
    private final StoreAdmin local;
    private final KnownBlocks known;
    private final DeadlineTimer timer;
    private final BooleanSupplier closed;

    ResilientAdmin(
            StoreAdmin remote, StoreAdmin local, KnownBlocks known, DeadlineTimer timer, BooleanSupplier closed) {
        this.remote = remote;
        this.local = local;
        this.known = known;
        this.timer = timer;
        this.closed = closed;
    }

    @Override
    public CompletionStage<Block> block(Subject subject, @Nullable Duration duration, String actor, String reason) {
        return ask(() -> remote.block(subject, duration, actor, reason), block -> {
            Instant until = block.until();
            known.blocked(
                    subject.id(),
                    block.source(),
                    Micros.of(block.since()),
                    until == null ? Verdict.NEVER : Micros.of(until));
            return block;
        });
    }

    @Override
    public CompletionStage<Optional<Block>> unblock(Subject subject) {
        return ask(() -> remote.unblock(subject), lifted -> {
            known.lifted(subject.id());
            return lifted;
        });
    }

    @Override
    public CompletionStage<Optional<Block>> blockOf(Subject subject) {
        return ask(() -> remote.blockOf(subject), Function.identity());
    }

    @Override
    public CompletionStage<BlockPage> blocks(@Nullable String after, int limit) {
        return ask(() -> remote.blocks(after, limit), Function.identity());
    }

    @Override
    public CompletionStage<Inspection> inspect(Owner owner, List<AppliedLimit> limits) {
        return ask(() -> remote.inspect(owner, limits), Function.identity());
    }

    @Override
    public CompletionStage<@Nullable Void> reset(Budget budget) {
        return ask(() -> remote.reset(budget), Function.identity());
    }

    @Override
    public CompletionStage<@Nullable Void> reset(Owner owner) {
        return ask(() -> remote.reset(owner), Function.identity());
    }

    @Override
    public CompletionStage<Refund> refund(Budget budget, int permits, long refundId) {
        return ask(() -> remote.refund(budget, permits, refundId), Function.identity());
    }

    /** What a degraded decision has remembered is in the local storage, and nothing else is. */
    @Override
    public CompletionStage<@Nullable Void> release(Owner owner, List<SeenValue> values, boolean degraded) {
        return ask(() -> (degraded ? local : remote).release(owner, values, false), Function.identity());
    }

    @Override
    public CompletionStage<Instant> cooldown(Budget budget, Duration duration) {
        return ask(() -> remote.cooldown(budget, duration), Function.identity());
    }

    @Override
    public CompletionStage<List<StoredItem>> export(Subject subject) {
        return ask(SEARCH_DEADLINE_NANOS, () -> remote.export(subject), Function.identity());
    }

    /** Local state, kept during outages, goes first, so that nothing of it is left once the remote is done. */
    @Override
    public CompletionStage<Optional<Block>> erase(Subject subject) {
        Supplier<CompletionStage<Optional<Block>>> everywhere =
                () -> local.erase(subject).thenCompose(done -> remote.erase(subject));
        return ask(SEARCH_DEADLINE_NANOS, everywhere, lifted -> {
            known.lifted(subject.id());
            return lifted;
        });
    }

    private <T extends @Nullable Object> CompletionStage<T> ask(
            Supplier<CompletionStage<T>> call, Function<T, T> learn) {
        return ask(DEADLINE_NANOS, call, learn);
    }

    /** @param learn what is learned from an answer, also from one that came too late */
    private <T extends @Nullable Object> CompletionStage<T> ask(
            long deadlineNanos, Supplier<CompletionStage<T>> call, Function<T, T> learn) {
        if (closed.getAsBoolean()) {
            return CompletableFuture.failedFuture(ResilientStore.closed());
        }
        CompletableFuture<T> answer = call.get().thenApply(learn).toCompletableFuture();
        if (answer.isDone()) {
            return answer;
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable callOff = timer.after(deadlineNanos, () -> {
            result.completeExceptionally(new StoreException(
                    "the storage gave no answer within " + TimeUnit.NANOSECONDS.toSeconds(deadlineNanos)
                            + " s; whether the operation took effect is unknown"));
        });
        CompletableFuture<T> unused = answer.whenComplete((value, failure) -> {
            callOff.run();
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(Stages.cause(failure));
            }
        });
        return result;
    }
}
