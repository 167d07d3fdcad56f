package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.AdminArguments;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.Inspection;
import dev.botsentinel.store.PeerNews;
import dev.botsentinel.store.Refund;
import dev.botsentinel.store.SeenValue;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.store.StoredItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Administrators' operations on a storage that may fail. They are always tried, also while the breaker is open, and nothing is
 * done in the storage's stead. This instance knows its blocks and unblocks at once. Changes are tried again and looked up, see
 * {@link AdminChange}. Blocks that the storage has lost and this instance still enforces are shown.
 */
final class ResilientAdmin implements StoreAdmin {

    /** Whoever goes through all keys takes longer. */
    static final long SEARCH_DEADLINE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final StoreAdmin remote;
    private final StoreAdmin local;
    private final KnownBlocks known;
    private final OwnChanges own;
    private final DeadlineTimer timer;
    private final @Nullable PeerNews peerNews;
    private final PendingLookUps lookUps;
    private final BooleanSupplier closed;

    ResilientAdmin(
            StoreAdmin remote,
            StoreAdmin local,
            KnownBlocks known,
            OwnChanges own,
            DeadlineTimer timer,
            @Nullable PeerNews peerNews,
            BooleanSupplier closed) {
        this.remote = remote;
        this.local = local;
        this.known = known;
        this.own = own;
        this.timer = timer;
        this.peerNews = peerNews;
        this.lookUps = new PendingLookUps(timer, closed);
        this.closed = closed;
    }

    @Override
    public CompletionStage<Block> block(Subject subject, @Nullable Duration duration, String actor, String reason) {
        AdminArguments.checkBlock(duration, actor, reason);
        return change(new BlockChange(remote, subject, duration, actor, reason, own), this::learn);
    }

    private Block learn(Block block) {
        Instant until = block.until();
        known.blocked(
                block.subject().id(),
                block.source(),
                Micros.of(block.since()),
                until == null ? Verdict.NEVER : Micros.of(until));
        return block;
    }

    @Override
    public CompletionStage<Optional<Block>> unblock(Subject subject) {
        return change(new UnblockChange(remote, subject, own), ending(subject));
    }

    /** What ends here may be a block that the storage has lost and this instance enforces. */
    private Function<Optional<Block>, Optional<Block>> ending(Subject subject) {
        Optional<Block> enforced =
                known.enforcedBlock(subject.id()); // now, since the news of its end may come before the answer
        return lifted -> {
            known.lifted(subject.id());
            return lifted.isPresent() ? lifted : enforced;
        };
    }

    /** A block that the storage has lost, and that is enforced here, is shown all the same. */
    @Override
    public CompletionStage<Optional<Block>> blockOf(Subject subject) {
        return ask(() -> remote.blockOf(subject)
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedFuture(found)
                        : confirmed(known.doubtful(subject.id()))
                                .thenApply(confirmed -> known.lostBlock(subject.id()))));
    }

    /** Likewise. */
    @Override
    public CompletionStage<BlockPage> blocks(@Nullable String after, int limit) {
        return ask(() -> remote.blocks(after, limit)
                .thenCompose(page -> confirmed(known.doubtful(page, after, limit + 1))
                        .thenApply(confirmed -> withLost(page, after, limit))));
    }

    /** Finds out whether the storage has lost blocks that it doesn't show. Without news nobody can say. */
    private CompletionStage<?> confirmed(List<String> doubtful) {
        PeerNews news = peerNews;
        return news == null
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.allOf(doubtful.stream()
                        .map(id -> news.confirm(id).toCompletableFuture())
                        .toArray(CompletableFuture[]::new));
    }

    private BlockPage withLost(BlockPage page, @Nullable String after, int limit) {
        NavigableMap<String, Block> all = new TreeMap<>();
        for (Block lost : known.lostBlocks()) {
            String id = lost.subject().id();
            if (KnownBlocks.isOf(page, after, id)) {
                all.put(id, lost);
            }
        }
        if (all.isEmpty()) {
            return page;
        }
        page.blocks().forEach(block -> all.put(block.subject().id(), block));
        List<Block> blocks = all.values().stream().limit(limit).toList();
        boolean isCut = all.size() > limit;
        return new BlockPage(blocks, isCut ? blocks.get(limit - 1).subject().id() : page.next());
    }

    @Override
    public CompletionStage<Inspection> inspect(Owner owner, List<AppliedLimit> limits) {
        return ask(() -> remote.inspect(owner, limits));
    }

    @Override
    public CompletionStage<@Nullable Void> reset(Budget budget) {
        return repeated(() -> remote.reset(budget));
    }

    @Override
    public CompletionStage<@Nullable Void> reset(Owner owner) {
        return repeated(() -> remote.reset(owner));
    }

    /** If only a later attempt was answered, it answers that the refund was made before: how much it was isn't known then. */
    @Override
    public CompletionStage<Refund> refund(Budget budget, int permits, long refundId) {
        if (permits < 1) {
            throw new IllegalArgumentException("a refund needs at least 1 permit, but has " + permits);
        }
        return repeated(() -> remote.refund(budget, permits, refundId));
    }

    /** No administrator's. What a degraded decision has remembered is in the local storage, and nothing else is. */
    @Override
    public CompletionStage<@Nullable Void> release(Owner owner, List<SeenValue> values, boolean degraded) {
        return ask(() -> (degraded ? local : remote).release(owner, values, false));
    }

    @Override
    public CompletionStage<Instant> cooldown(Budget budget, Duration duration) {
        AdminArguments.checkCooldown(duration);
        return repeated(() -> remote.cooldown(budget, duration));
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
        return ask(SEARCH_DEADLINE_NANOS, everywhere, ending(subject));
    }

    private <T extends @Nullable Object> CompletionStage<T> change(
            AdminChange.Operation<T> operation, Function<T, T> learn) {
        return closed.getAsBoolean()
                ? CompletableFuture.failedFuture(ResilientStore.closed())
                : AdminChange.make(operation, learn, lookUps, timer, AdminChange.DEADLINE_NANOS);
    }

    /** A change that can be made again and not be looked up. */
    private <T extends @Nullable Object> CompletionStage<T> repeated(Supplier<CompletionStage<T>> call) {
        return change(
                new AdminChange.Operation<>() {
                    @Override
                    public CompletionStage<T> attempt(Runnable sending, boolean again) {
                        sending.run();
                        return call.get();
                    }

                    @Override
                    public @Nullable CompletionStage<Optional<Object>> lookUp() {
                        return null;
                    }
                },
                Function.identity());
    }

    private <T extends @Nullable Object> CompletionStage<T> ask(Supplier<CompletionStage<T>> call) {
        return ask(AdminChange.DEADLINE_NANOS, call, Function.identity());
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
                            + " s; an erasure may have been done in part, so repeat it"));
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
