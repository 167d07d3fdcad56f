package dev.botsentinel.memory;

import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of all cells in order of the subjects' ids, to list them page by page. Written under the lock of the
 * subject's cell, which knows whether its block is in force; one that is over stays here until the cell is written or let
 * go. Thread-safe, O(log n).
 */
final class BlocksBySubject {

    private final ConcurrentNavigableMap<String, CellBlock> bySubject = new ConcurrentSkipListMap<>();

    /** How many of them are manual, so that a plan sees by one number that no chat can be blocked. */
    private final AtomicInteger manual = new AtomicInteger();

    void put(String subject, CellBlock block) {
        count(bySubject.put(subject, block), -1);
        count(block, 1);
    }

    void remove(String subject) {
        count(bySubject.remove(subject), -1);
    }

    /** Forgets the block of an owner whose cell is gone. */
    void remove(Cell cell) {
        CellBlock block = cell.lastBlock();
        if (block != null && bySubject.remove(cell.subject(), block)) {
            count(block, -1);
        }
    }

    private void count(@Nullable CellBlock block, int change) {
        if (block != null && block.isManual()) {
            manual.addAndGet(change);
        }
    }

    /** Whether anybody has, or had, a manual block. */
    boolean hasManual() {
        return manual.get() != 0;
    }

    /** Whether the subject has, or had, a manual block. */
    boolean isManual(String subject) {
        CellBlock block = bySubject.get(subject);
        return block != null && block.isManual();
    }

    /** The subjects after this one that have, or had, a block; all if it is null. Weakly consistent. */
    Iterable<String> subjectsAfter(@Nullable String subject) {
        return subject == null
                ? bySubject.keySet()
                : bySubject.tailMap(subject, false).keySet();
    }

    void clear() {
        bySubject.keySet().forEach(this::remove);
    }
}
