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
 * back. Cells with a manual block are kept whatever comes; of the others there are at most {@code bound}, and the one
 * whose protection ends soonest goes first.
 *
 * <p>Thread-safe; its lock is a leaf, nothing is called under it but {@code dropped}. O(log n) to keep and to take back,
 * one look into a hash map to find that there is nothing.
 */
final class ProtectedCells {

    /** A cell and until when it is protected. Ordered by that, then by age. */
    record Entry(Cell cell, long untilMicros, boolean manual, long number) implements Comparable<Entry> {

        /** Whether the cell is protected for a block, and not for an exhausted limit. */
        boolean isBlocked() {
            CellBlock block = cell.lastBlock();
            return block != null && block.untilMicros() == untilMicros;
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
    private final NavigableSet<Entry> automatic = new TreeSet<>();
    private final long bound;
    private final ObjLongConsumer<Entry> dropped;
    private long made;

    /** @param dropped hears of each cell that leaves and isn't taken back, and when; must be quick and call nothing here */
    ProtectedCells(long bound, ObjLongConsumer<Entry> dropped) {
        this.bound = bound;
        this.dropped = dropped;
    }

    /** Keeps a cell that the cache has just evicted, and lets go what has ended or is too much. */
    void keep(Cell cell, long untilMicros, boolean isManual, long nowMicros) {
        synchronized (lock) {
            Entry entry = new Entry(cell, untilMicros, isManual, made++);
            entries.put(cell, entry);
            (isManual ? manual : automatic).add(entry);
            cleanUp(nowMicros);
            while (automatic.size() > bound) {
                drop(automatic, nowMicros);
            }
        }
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
            (entry.manual ? manual : automatic).remove(entry);
            return entry.cell;
        }
    }

    /** Lets go what has ended. */
    void cleanUp(long nowMicros) {
        synchronized (lock) {
            dropEnded(manual, nowMicros);
            dropEnded(automatic, nowMicros);
        }
    }

    void forEach(Consumer<Cell> action) {
        entries.values().forEach(entry -> action.accept(entry.cell));
    }

    void clear() {
        synchronized (lock) {
            entries.clear();
            manual.clear();
            automatic.clear();
        }
    }

    int size() {
        return entries.size();
    }

    private void dropEnded(NavigableSet<Entry> order, long nowMicros) {
        while (!order.isEmpty() && Cells.isOver(order.first().cell, nowMicros)) {
            drop(order, nowMicros);
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
