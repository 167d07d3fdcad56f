package dev.botsentinel.memory;

import dev.botsentinel.access.PrincipalCache;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Request;
import org.jspecify.annotations.Nullable;

/** Principals in the cells of their subjects. A cell that is evicted takes its principal along. Thread-safe. */
record CellPrincipals(Cells cells) implements PrincipalCache {

    @Override
    public @Nullable Entry find(Request request) {
        long number = request.subjectNumber(); // 0 if it is none; the cache finds both
        Cell cell = number == 0 ? null : cells.index().find(CellKey.USER, number);
        return cell != null ? cell : cells.peek(new Cell(cells, Scope.USER, Facts.of(request, 0)));
    }

    @Override
    public void put(Facts facts, Resolution resolution, long stamp, long keepMicros) {
        long until = Cells.plus(cells.time().nowMicros(), keepMicros);
        Cell known = cells.peek(Scope.USER, facts);
        if (known != null && isResolved(known, resolution, stamp, until)) {
            return;
        }
        Cell key = new Cell(cells, Scope.USER, facts);
        while (!isResolved(cells.findOrCreate(key), resolution, stamp, until)) {
            Thread.onSpinWait(); // it was evicted just now: the next one is another
        }
    }

    private static boolean isResolved(Cell cell, Resolution resolution, long stamp, long untilMicros) {
        synchronized (cell) {
            if (cell.cached) {
                cell.resolved(resolution, stamp, untilMicros);
            }
            return cell.cached;
        }
    }

    @Override
    public void remove(String subject) {
        Cell cell = cells.find(cells.key(Owner.user(subject)));
        if (cell != null) {
            synchronized (cell) {
                cell.resolved(null, 0, Long.MIN_VALUE);
            }
        }
    }
}
