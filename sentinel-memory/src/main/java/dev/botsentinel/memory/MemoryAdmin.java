package dev.botsentinel.memory;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.AdminArguments;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The administrators' operations. They see a subject at the time that a plan would. Thread-safe. */
final class MemoryAdmin implements StoreAdmin {

    /** What is done to a cell under its lock; answers something. */
    private interface Work<T> {
        T on(Cell cell, long atMicros);
    }

    private final MemoryStore store;
    private final Cells cells;
    private final @Nullable MemoryDenials denials;

    /** @param denials null if none are kept */
    MemoryAdmin(MemoryStore store, Cells cells, @Nullable MemoryDenials denials) {
        this.store = store;
        this.cells = cells;
        this.denials = denials;
    }

    @Override
    public CompletionStage<Block> block(Subject subject, @Nullable Duration duration, String actor, String reason) {
        AdminArguments.checkBlock(duration, actor, reason);
        return store.answer(() -> inCell(Owner.user(subject.id()), (cell, at) -> {
            CellBlock block = new CellBlock(BlockSource.MANUAL, at, end(at, duration), actor, reason);
            cell.block(block);
            cells.blocks().put(subject.id(), block);
            return block.of(subject.id());
        }));
    }

    @Override
    public CompletionStage<Optional<Block>> unblock(Subject subject) {
        return store.answer(() -> inCellIfAny(Owner.user(subject.id()), (cell, at) -> {
            Optional<Block> lifted = blockIn(cell, subject, at);
            if (cell.lastBlock() != null) {
                cells.blocks().remove(subject.id());
            }
            cell.unblock(at);
            return lifted;
        }));
    }

    @Override
    public CompletionStage<Optional<Block>> blockOf(Subject subject) {
        return store.answer(() -> {
            CellBlock block = cells.peekBlock(
                    cells.key(Owner.user(subject.id())), cells.time().nowMicros());
            return Optional.ofNullable(block).map(known -> known.of(subject.id()));
        });
    }

    private static Optional<Block> blockIn(Cell cell, Subject subject, long atMicros) {
        return Optional.ofNullable(cell.block(Mode.ENFORCE, atMicros)).map(block -> block.of(subject.id()));
    }

    @Override
    public CompletionStage<BlockPage> blocks(@Nullable String after, int limit) {
        AdminArguments.checkPage(limit);
        return store.answer(() -> page(after, limit));
    }

    private BlockPage page(@Nullable String after, int limit) {
        List<Block> page = new ArrayList<>();
        long now = cells.time().nowMicros();
        for (String id : cells.blocks().subjectsAfter(after)) {
            CellBlock block = cells.peekBlock(cells.key(Owner.user(id)), now);
            if (block != null && page.size() == limit) {
                return new BlockPage(page, page.get(limit - 1).subject().id());
            }
            if (block != null) {
                page.add(block.of(id));
            }
        }
        return new BlockPage(page, null);
    }

    @Override
    public CompletionStage<Inspection> inspect(Owner owner, List<AppliedLimit> limits) {
        List<Budget> budgets = Budget.of(owner, limits);
        long now = cells.time().nowMicros();
        return store.answer(() -> inCellIfAny(owner, (cell, at) -> {
            List<BudgetState> states = new ArrayList<>();
            for (Budget budget : budgets) {
                states.add(budgetState(budget, cell, now, at));
            }
            return new Inspection(states, cell.violations(at), cell.rung(at));
        }));
    }

    /** Sees what a plan would. */
    private BudgetState budgetState(Budget budget, Cell cell, long nowMicros, long atMicros) {
        LimitCounter limit = counter(budget);
        long[] findings = new long[1];
        long until = LimitStep.look(new TakePermits(budget.limit()), limit)
                .examine(0, cell, atMicros, Facts.of(budget.owner()), findings);
        long readyAt = until == PreparedStep.PASSES ? nowMicros : until;
        long cooldown = cell.cooldownUntil(limit, atMicros);
        return new BudgetState(
                budget,
                findings[0],
                readyAt == Verdict.NEVER ? null : Micros.instant(readyAt),
                cooldown == Cooldowns.NONE ? null : Micros.instant(cooldown));
    }

    @Override
    public CompletionStage<@Nullable Void> reset(Budget budget) {
        return changed(budget.owner(), cell -> cell.reset(counter(budget)));
    }

    @Override
    public CompletionStage<@Nullable Void> reset(Owner owner) {
        return changed(owner, Cell::reset);
    }

    private CompletionStage<@Nullable Void> changed(Owner owner, Consumer<Cell> change) {
        return store.answer(() -> {
            Cell unused = inCellIfAny(owner, (cell, at) -> {
                change.accept(cell);
                return cell;
            });
            return null;
        });
    }

    @Override
    public CompletionStage<Refund> refund(Budget budget, int permits, long refundId) {
        if (permits < 1) {
            throw new IllegalArgumentException("a refund gives back 1 permit or more, not " + permits);
        }
        return store.answer(() ->
                inCell(budget.owner(), (cell, at) -> cell.refund(budget, counter(budget), permits, refundId, at)));
    }

    /** No verdict of this storage is degraded. */
    @Override
    public CompletionStage<@Nullable Void> release(Owner owner, List<SeenValue> values, boolean degraded) {
        return degraded
                ? CompletableFuture.completedFuture(null)
                : changed(owner, cell -> values.forEach(cell::release));
    }

    @Override
    public CompletionStage<Instant> cooldown(Budget budget, Duration duration) {
        AdminArguments.checkCooldown(duration);
        return store.answer(() -> inCell(
                budget.owner(), (cell, at) -> Micros.instant(cell.coolDown(counter(budget), end(at, duration), at))));
    }

    /** Looks at all cells, since nobody knows in which chats a subject was. */
    private List<Owner> ownersOf(Subject subject) {
        List<Owner> owners = new ArrayList<>();
        cells.forEach(cell -> {
            if (cell.isOf(subject.id())) {
                owners.add(cell.owner());
            }
        });
        return owners;
    }

    @Override
    public CompletionStage<List<StoredItem>> export(Subject subject) {
        return store.answer(() -> {
            List<StoredItem> kept = new ArrayList<>();
            for (Owner owner : ownersOf(subject)) {
                StoredItems items = new StoredItems(owner);
                kept.addAll(inCellIfAny(owner, (cell, at) -> {
                    cell.tell(items);
                    return items.all();
                }));
            }
            if (denials != null) {
                denials.tell(subject, kept);
            }
            return kept;
        });
    }

    @Override
    public CompletionStage<Optional<Block>> erase(Subject subject) {
        return store.answer(() -> {
            Optional<Block> lifted = Optional.empty();
            for (Owner owner : ownersOf(subject)) {
                Optional<Block> here = inCellIfAny(owner, (cell, at) -> erased(cell, subject, at));
                lifted = here.isPresent() ? here : lifted;
                cells.dropIfOver(cells.key(owner));
            }
            if (denials != null) {
                denials.forget(subject);
            }
            return lifted;
        });
    }

    private Optional<Block> erased(Cell cell, Subject subject, long atMicros) {
        Optional<Block> lifted = blockIn(cell, subject, atMicros);
        if (cell.lastBlock() != null) {
            cells.blocks().remove(subject.id());
        }
        cell.erase();
        return lifted;
    }

    /** Works on the owner's cell under its lock; one is made if there is none. */
    private <T> T inCell(Owner owner, Work<T> work) {
        while (true) {
            Cell cell = cells.findOrCreate(cells.key(owner));
            long now = cells.time().nowMicros();
            synchronized (cell) {
                if (cell.cached) {
                    return work.on(cell, cell.at(now));
                }
            }
        }
    }

    /** Works on the owner's cell under its lock; on an empty one that nobody keeps if there is none. */
    private <T> T inCellIfAny(Owner owner, Work<T> work) {
        while (true) {
            Cell key = cells.key(owner);
            Cell known = cells.find(key);
            Cell cell = known == null ? new Cell(key) : known;
            long now = cells.time().nowMicros();
            synchronized (cell) {
                if (cell.cached) {
                    return work.on(cell, cell.at(now));
                }
            }
        }
    }

    private LimitCounter counter(Budget budget) {
        return cells.counter(budget.limit());
    }

    private static long end(long atMicros, @Nullable Duration duration) {
        return duration == null ? Verdict.NEVER : atMicros + duration.toNanos() / 1000;
    }
}
