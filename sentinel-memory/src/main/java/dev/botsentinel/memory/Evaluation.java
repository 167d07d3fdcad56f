package dev.botsentinel.memory;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.plan.Verdict.RateLimited;
import dev.botsentinel.policy.Scope;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One plan decided for several owners, or for one that nothing is known of: looks up the cells, locks them in the order of
 * their scopes, has the plan examined and then committed. Starts over if a cell has left the cache meanwhile, or if
 * something has to be written for an owner that had no cell; nothing is written before that is clear. Used once, by one
 * thread.
 */
final class Evaluation {

    /** One attempt to find out who lacks a cell, one to make it, one that others may spoil. */
    private static final int MOST_UNPINNED_ATTEMPTS = 3;

    private final PreparedMemoryPlan plan;
    private final Cells cells;
    private final Facts facts;
    private final long nowMicros;
    private final Owner[] owners;
    private final long[] findings;

    /** Whether some owner had no cell, in this attempt or an earlier one. */
    private boolean someAreUnknown;

    /** An owner that the plan concerns, and its cell; without one, nothing is known of the owner. */
    private static final class Owner {
        final Cell key;

        @Nullable
        Cell cell;

        long atMicros;
        int arrivals;
        boolean isWritten;

        Owner(Cell key) {
            this.key = key;
        }
    }

    Evaluation(PreparedMemoryPlan plan, Cells cells, Facts facts, long nowMicros) {
        this.plan = plan;
        this.cells = cells;
        this.facts = facts;
        this.nowMicros = nowMicros;
        this.findings = new long[plan.steps().length];
        Scope[] scopes = plan.owners();
        this.owners = new Owner[scopes.length];
        for (int i = 0; i < scopes.length; i++) {
            owners[i] = new Owner(new Cell(cells, scopes[i], facts));
        }
    }

    /** The cell of the plan's owner; null if nothing is known of it. */
    @Nullable
    Cell cell(int owner) {
        return owners[owner].cell;
    }

    /** The time that the plan sees at this owner. */
    long atMicros(int owner) {
        return owners[owner].atMicros;
    }

    /** The subject's cell; null if there is none yet: then one will be made. The plan's first owner is its subject. */
    @Nullable
    Cell subjectToWrite() {
        Owner subject = owners[0];
        subject.isWritten = true;
        return subject.cell;
    }

    Verdict run() {
        Verdict verdict = null;
        for (int attempt = 0; verdict == null; attempt++) {
            verdict = attempt < MOST_UNPINNED_ATTEMPTS ? attempt() : attemptWithPins();
        }
        return verdict;
    }

    private @Nullable Verdict attempt() {
        for (Owner owner : owners) {
            lookUp(owner);
        }
        return lockFrom(0);
    }

    private void lookUp(Owner owner) {
        Cell cell = owner.isWritten ? cells.findOrCreate(owner.key) : cells.find(owner.key, nowMicros);
        if (cell == null) {
            owner.arrivals = cells.arrivals(owner.key);
            cell = cells.find(owner.key, nowMicros);
        }
        owner.cell = cell;
    }

    private @Nullable Verdict attemptWithPins() {
        int pinned = 0;
        try {
            for (; pinned < owners.length; pinned++) {
                Owner owner = owners[pinned];
                owner.arrivals = cells.arrivals(owner.key);
                owner.cell = cells.pin(owner.key, owner.isWritten);
            }
            return lockFrom(0);
        } finally {
            for (int i = 0; i < pinned; i++) {
                if (owners[i].cell != null) {
                    cells.unpin(owners[i].key);
                }
            }
        }
    }

    /** Locks the cells from this owner's on, and decides; null means: start over. */
    private @Nullable Verdict lockFrom(int index) {
        if (index == owners.length) {
            return decide();
        }
        Owner owner = owners[index];
        Cell cell = owner.cell;
        if (cell == null) {
            owner.atMicros = nowMicros;
            someAreUnknown = true;
            return lockFrom(index + 1);
        }
        synchronized (cell) {
            owner.atMicros = plan.concerns(index) ? cell.at(nowMicros) : cell.latest(nowMicros);
            return cell.cached ? lockFrom(index + 1) : null;
        }
    }

    private @Nullable Verdict decide() {
        if (plan.album() != null) {
            if (!plan.isProbe() && !albumCanBeWritten()) {
                return null;
            }
            Verdict shared = plan.shared(null, nowMicros, this, facts, nowMicros, findings);
            if (shared != null) {
                return shared;
            }
        }
        Verdict.Refused refused = plan.examine(null, nowMicros, this, facts, nowMicros, findings);
        if (someAreUnknown && (!isStillAbsent() || (refused == null && !canBeWritten()))) {
            return null;
        }
        if (refused == null) {
            return plan.admit(null, nowMicros, this, facts, findings);
        }
        Verdict verdict = refused instanceof RateLimited limited
                ? plan.refuse(limited, null, nowMicros, this, facts, nowMicros, findings)
                : refused;
        if (plan.album() != null && verdict != null) {
            plan.beginRefused(null, nowMicros, this, facts, refused);
        }
        return verdict;
    }

    // What examining took for granted

    /** Whether the owners without a cell have none still. */
    private boolean isStillAbsent() {
        for (Owner owner : owners) {
            if (owner.cell == null && cells.arrivals(owner.key) != owner.arrivals) {
                return false;
            }
        }
        return true;
    }

    /** Whether all that even a part of a refused album writes to has a cell; if not, they will be made. */
    private boolean albumCanBeWritten() {
        boolean allThere = true;
        PreparedStep[] steps = plan.steps();
        for (int i = 0; i <= Objects.requireNonNull(plan.album()).place; i++) {
            Owner owner = owners[steps[i].owner];
            if (owner.cell == null && steps[i].writes) {
                owner.isWritten = true;
                allThere = false;
            }
        }
        return allThere;
    }

    /** Whether all that an admitted plan writes to has a cell; if not, they will be made. */
    private boolean canBeWritten() {
        boolean allThere = true;
        PreparedStep[] steps = plan.steps();
        for (int i = 0; i < steps.length && !plan.isProbe(); i++) {
            Owner owner = owners[steps[i].owner];
            if (owner.cell == null
                    && steps[i].writes
                    && steps[i].examine(i, null, nowMicros, facts, findings) == PreparedStep.PASSES) {
                owner.isWritten = true;
                allThere = false;
            }
        }
        return allThere;
    }
}
