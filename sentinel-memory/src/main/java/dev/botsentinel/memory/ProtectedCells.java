package dev.botsentinel.memory;

import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The second region: cells that the cache evicted although their owner is blocked or has exhausted a limit, so that a
 * flood of invented ids is no pardon. They are frozen here: nobody asks or tells them anything before the cache has them
 * back. Cells with a manual block are kept whatever comes; of the others there are at most {@code bound}. Blocks rank above
 * exhaustions: of those the one that ends soonest goes first, and only if there is none the block that ends soonest.
 *
 * <p>Thread-safe; its lock is a leaf, nothing is called under it but {@code dropped}. O(log n) to keep and to take back,
 * one look into a hash map to find that there is nothing.
 */
final class ProtectedCells {

    /** For what a cell is protected; the last goes first. */
    enum Rank {
        MANUAL_BLOCK,
        BLOCK,
        EXHAUSTION
    }

    /** A cell and until when it is protected, for a block the block's end. Ordered by that, then by age. */
    record Entry(Cell cell, long untilMicros, Rank rank, long number) implements Comparable<Entry> {

        /** Whether the cell is protected for a block, and not for an exhausted limit. */
        boolean isBlocked() {
            return rank != Rank.EXHAUSTION;
        }

        @Override
        public int compareTo(Entry other) {
            int byEnd = Long.compare(untilMicros, other.untilMicros);
            return byEnd != 0 ? byEnd : Long.compare(number, other.number);
        }
    }

    private final Object lock = new Object();
    private final ConcurrentHashMap<Cell, Entry> entries = new ConcurrentHashMap<>();
    private final NavigableSet<Entry> manual = new TreeSet<>();
    private final NavigableSet<Entry> blocked = new TreeSet<>();
    private final NavigableSet<Entry> exhausted = new TreeSet<>();
    private final long bound;
    private final ObjLongConsumer<Entry> dropped;
    private long made;

    /** @param dropped hears of each cell that leaves and isn't taken back, and when; must be quick and call nothing here */
    ProtectedCells(long bound, ObjLongConsumer<Entry> dropped) {
        this.bound = bound;
        this.dropped = dropped;
    }

    /** Keeps a cell that the cache has just evicted, and lets go what has ended or is too much. */
    void keep(Cell cell, long nowMicros) {
        CellBlock block = cell.lastBlock();
        synchronized (lock) {
            if (block == null || Cells.isOver(block, nowMicros)) {
                add(cell, cell.protectedUntilMicros(), Rank.EXHAUSTION);
            } else {
                add(cell, block.untilMicros(), block.isManual() ? Rank.MANUAL_BLOCK : Rank.BLOCK);
            }
            cleanUp(nowMicros);
            while (blocked.size() + exhausted.size() > bound) {
                drop(exhausted.isEmpty() ? blocked : exhausted, nowMicros);
            }
        }
    }

    private void add(Cell cell, long untilMicros, Rank rank) {
        Entry entry = new Entry(cell, untilMicros, rank, made++);
        entries.put(cell, entry);
        order(rank).add(entry);
    }

    private NavigableSet<Entry> order(Rank rank) {
        return switch (rank) {
            case MANUAL_BLOCK -> manual;
            case BLOCK -> blocked;
            case EXHAUSTION -> exhausted;
        };
    }

    /** The owner's cell, which stays; null if there is none. */
    @Nullable
    Cell peek(Cell key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.cell;
    }

    /** Takes the owner's cell out, for the cache; null if there is none. */
    @Nullable
    Cell takeBack(Cell key) {
        if (!entries.containsKey(key)) {
            return null;
        }
        synchronized (lock) {
            Entry entry = entries.remove(key);
            if (entry == null) {
                return null;
            }
            order(entry.rank).remove(entry);
            return entry.cell;
        }
    }

    /** Lets go what has ended. */
    void cleanUp(long nowMicros) {
        synchronized (lock) {
            demoteEnded(manual, nowMicros);
            demoteEnded(blocked, nowMicros);
            while (!exhausted.isEmpty() && Cells.isOver(exhausted.first().cell, nowMicros)) {
                drop(exhausted, nowMicros);
            }
        }
    }

    void forEach(Consumer<Cell> action) {
        entries.values().forEach(entry -> action.accept(entry.cell));
    }

    void clear() {
        synchronized (lock) {
            entries.clear();
            manual.clear();
            blocked.clear();
            exhausted.clear();
        }
    }

    int size() {
        return entries.size();
    }

    /** A cell whose block is over may be exhausted for longer. */
    private void demoteEnded(NavigableSet<Entry> order, long nowMicros) {
        while (!order.isEmpty() && Cells.isOver(order.first().untilMicros, nowMicros)) {
            Cell cell = order.first().cell;
            order.pollFirst();
            add(cell, cell.protectedUntilMicros(), Rank.EXHAUSTION);
        }
    }

    private void drop(NavigableSet<Entry> order, long nowMicros) {
        Entry entry = order.pollFirst();
        if (entry != null) {
            entries.remove(entry.cell);
            dropped.accept(entry, nowMicros);
        }
    }
}
