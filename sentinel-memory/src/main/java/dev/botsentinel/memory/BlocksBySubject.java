package dev.botsentinel.memory;

import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of all cells in order of the subjects' ids, to list them page by page. Written under the lock of the
 * subject's cell, which knows whether its block is in force; one that is over stays here until the cell is written or let
 * go. Thread-safe, O(log n).
 */
final class BlocksBySubject {

    private final ConcurrentNavigableMap<String, CellBlock> bySubject = new ConcurrentSkipListMap<>();

    void put(String subject, CellBlock block) {
        bySubject.put(subject, block);
    }

    void remove(String subject) {
        bySubject.remove(subject);
    }

    /** Forgets the block of an owner whose cell is gone. */
    void remove(Cell cell) {
        CellBlock block = cell.lastBlock();
        if (block != null) {
            bySubject.remove(cell.subject(), block);
        }
    }

    /** The subjects after this one that have, or had, a block; all if it is null. Weakly consistent. */
    Iterable<String> subjectsAfter(@Nullable String subject) {
        return subject == null
                ? bySubject.keySet()
                : bySubject.tailMap(subject, false).keySet();
    }

    void clear() {
        bySubject.clear();
    }
}
