package dev.botsentinel.memory;

import dev.botsentinel.policy.Scope;
import dev.botsentinel.store.SubjectNotes;
import org.jspecify.annotations.Nullable;

/** Notes in the cells of their subjects. A cell that is evicted, protected or not, takes its note along. Thread-safe. */
record MemoryNotes(Cells cells) implements SubjectNotes {

    @Override
    public @Nullable Object get(String subject) {
        Cell cell = cells.peek(key(subject));
        return cell == null ? null : cell.note;
    }

    @Override
    public void put(String subject, Object note, long keepMicros) {
        CellKey key = key(subject);
        long until = Cells.plus(cells.time().nowMicros(), keepMicros);
        while (!noted(cells.findOrCreate(key), note, until)) {
            Thread.onSpinWait(); // it was evicted just now: the next one is another
        }
    }

    private static boolean noted(Cell cell, Object note, long untilMicros) {
        synchronized (cell) {
            if (cell.cached) {
                cell.note(note, untilMicros);
            }
            return cell.cached;
        }
    }

    @Override
    public void remove(String subject) {
        Cell cell = cells.find(key(subject));
        if (cell != null) {
            cell.note = null;
        }
    }

    private static CellKey key(String subject) {
        return CellKey.of(Scope.USER, subject, null);
    }
}
