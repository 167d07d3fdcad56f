package dev.botsentinel.memory;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.store.StoreAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The administrators' operations. They see a subject at the time that a plan would. Thread-safe. */
final class MemoryAdmin implements StoreAdmin {

    private static final Duration SHORTEST = Duration.ofNanos(1000);
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final int LARGEST_PAGE = 1000;

    private interface Work {
        @Nullable
        HeldBlock on(Cell cell, long atMicros);
    }

    private record Done(@Nullable HeldBlock block) {}

    private final MemoryStore store;
    private final Cells cells;

    MemoryAdmin(MemoryStore store, Cells cells) {
        this.store = store;
        this.cells = cells;
    }

    @Override
    public CompletionStage<Block> block(Subject subject, @Nullable Duration duration, String actor, String reason) {
        checkDuration(duration);
        checkText("actor", actor, 1);
        checkText("reason", reason, 0);
        return store.answer(() -> locked(subject, cells::findOrCreate, (cell, at) -> {
                    HeldBlock block = new HeldBlock(BlockSource.MANUAL, at, end(at, duration), actor, reason);
                    cell.block(block);
                    cells.blocks().put(subject.id(), block);
                    return block;
                })
                .orElseThrow());
    }

    @Override
    public CompletionStage<Optional<Block>> unblock(Subject subject) {
        return store.answer(() -> locked(subject, cells::find, (cell, at) -> {
            HeldBlock lifted = cell.block(Mode.ENFORCE, at);
            cell.unblock(at);
            cells.blocks().remove(subject.id());
            return lifted;
        }));
    }

    @Override
    public CompletionStage<Optional<Block>> blockOf(Subject subject) {
        return store.answer(() -> locked(subject, cells::find, (cell, at) -> cell.block(Mode.ENFORCE, at)));
    }

    @Override
    public CompletionStage<BlockPage> blocks(@Nullable String after, int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException(
                    "a page has 1 to " + LARGEST_PAGE + " blocks, but " + limit + " were asked for");
        }
        return store.answer(() -> page(after, limit));
    }

    private BlockPage page(@Nullable String after, int limit) {
        List<Block> page = new ArrayList<>();
        long now = cells.time().nowMicros();
        for (String id : cells.blocks().subjectsAfter(after)) {
            HeldBlock block = cells.peekBlock(CellKey.of(Scope.USER, id, null), now);
            if (block != null && page.size() == limit) {
                return new BlockPage(page, page.get(limit - 1).subject().id());
            }
            if (block != null) {
                page.add(block.of(id));
            }
        }
        return new BlockPage(page, null);
    }

    /** Works on the subject's cell under its lock; empty if it has none. */
    private Optional<Block> locked(Subject subject, Function<CellKey, @Nullable Cell> lookUp, Work work) {
        CellKey key = CellKey.of(Scope.USER, subject.id(), null);
        for (Cell cell = lookUp.apply(key); cell != null; cell = lookUp.apply(key)) {
            Done done = ifCached(cell, work);
            if (done != null) {
                return Optional.ofNullable(done.block).map(block -> block.of(subject.id()));
            }
        }
        return Optional.empty();
    }

    private @Nullable Done ifCached(Cell cell, Work work) {
        long now = cells.time().nowMicros();
        synchronized (cell) {
            return cell.cached ? new Done(work.on(cell, cell.at(now))) : null;
        }
    }

    private static long end(long atMicros, @Nullable Duration duration) {
        return duration == null ? Verdict.NEVER : atMicros + duration.toNanos() / 1000;
    }

    private static void checkDuration(@Nullable Duration duration) {
        if (duration != null && (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException(
                    "a block lasts 1 µs to 36,500 days, or for ever with null, but " + duration + " was asked for");
        }
    }

    private static void checkText(String name, String text, int shortest) {
        if (text.length() < shortest || text.length() > MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException("a block's " + name + " has " + shortest + " to " + MAX_TEXT_LENGTH
                    + " characters, this one has " + text.length());
        }
    }
}
