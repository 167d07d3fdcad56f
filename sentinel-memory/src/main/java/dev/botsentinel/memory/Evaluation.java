package dev.botsentinel.memory;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.plan.Verdict.RateLimited;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One plan, decided and committed: looks up the cells of its owners, locks them in the order of their scopes, examines
 * all enforced steps and then writes what there is to write. Starts over if a cell has left the cache meanwhile, or if
 * something has to be written for an owner that had no cell; nothing is written before that is clear. Used once, by one
 * thread.
 */
final class Evaluation implements Step.Cases<Verdict.Refused> {

    /** One attempt to find out who lacks a cell, one to make it, one that others may spoil. */
    private static final int PATIENCE = 3;

    private final Cells cells;
    private final BucketShapes shapes;
    private final Plan plan;
    private final Facts facts;
    private final List<Step> steps;
    private final long nowMicros;

    /** The owners, in the order in which they are locked; null for a plan without steps. */
    private @Nullable Participant first;

    /** By step, the whole permits that were found when it was examined, then those that remain. */
    private final Verdict.AdmittedBuilder levels;

    /** The place of the step that is being examined. */
    private int index;

    /** Whether some owner had no cell, in this attempt or an earlier one. */
    private boolean someAreUnknown;

    /** An owner that the plan concerns, and its cell; without one, nothing is known of the owner. */
    private static final class Participant {
        final Scope scope;
        final CellKey key;

        /** The next one to lock. */
        @Nullable
        Participant next;

        @Nullable
        Cell cell;

        long atMicros;
        int arrivals;
        boolean isWritten;

        Participant(Scope scope, CellKey key) {
            this.scope = scope;
            this.key = key;
        }
    }

    Evaluation(Cells cells, BucketShapes shapes, Plan plan, Facts facts) {
        this.cells = cells;
        this.shapes = shapes;
        this.plan = plan;
        this.facts = facts;
        this.steps = plan.steps();
        this.levels = new Verdict.AdmittedBuilder(steps.size());
        this.nowMicros = cells.time().nowMicros();
        for (int i = 0; i < steps.size(); i++) {
            involve(steps.get(i).scope());
        }
        if (plan.onDenied() != null) {
            involve(Scope.USER);
        }
    }

    private void involve(Scope scope) {
        Participant before = null;
        Participant after = first;
        while (after != null && CellKey.rank(after.scope) < CellKey.rank(scope)) {
            before = after;
            after = after.next;
        }
        if (after != null && after.scope == scope) {
            return;
        }
        Participant added = new Participant(scope, CellKey.of(scope, facts.subject(), facts.chat()));
        added.next = after;
        if (before == null) {
            first = added;
        } else {
            before.next = added;
        }
    }

    Verdict run() {
        Verdict verdict = null;
        for (int attempt = 0; verdict == null; attempt++) {
            verdict = attempt < PATIENCE ? attempt() : attemptWithPins();
        }
        cells.sweepIfDue(nowMicros);
        return verdict;
    }

    private @Nullable Verdict attempt() {
        for (Participant participant = first; participant != null; participant = participant.next) {
            lookUp(participant);
        }
        return lockFrom(first);
    }

    private void lookUp(Participant participant) {
        CellKey key = participant.key;
        Cell cell = participant.isWritten ? cells.findOrCreate(key) : cells.find(key, nowMicros);
        if (cell == null) {
            participant.arrivals = cells.arrivals(key);
            cell = cells.find(key, nowMicros);
        }
        participant.cell = cell;
    }

    private @Nullable Verdict attemptWithPins() {
        Participant pinned = first;
        try {
            for (; pinned != null; pinned = pinned.next) {
                pinned.arrivals = cells.arrivals(pinned.key);
                pinned.cell = cells.pin(pinned.key, pinned.isWritten);
            }
            return lockFrom(first);
        } finally {
            for (Participant participant = first; participant != pinned; participant = participant.next) {
                unpin(Objects.requireNonNull(participant));
            }
        }
    }

    private void unpin(Participant participant) {
        if (participant.cell != null) {
            cells.unpin(participant.key);
        }
    }

    /** Locks the cells from this participant's on, and decides; null means: start over. */
    private @Nullable Verdict lockFrom(@Nullable Participant participant) {
        if (participant == null) {
            return decide();
        }
        Cell cell = participant.cell;
        if (cell == null) {
            participant.atMicros = nowMicros;
            someAreUnknown = true;
            return lockFrom(participant.next);
        }
        synchronized (cell) {
            participant.atMicros = cell.at(nowMicros);
            return cell.cached ? lockFrom(participant.next) : null;
        }
    }

    private @Nullable Verdict decide() {
        Verdict.Refused refused = examine();
        if (someAreUnknown && (!isStillAbsent() || (refused == null && !canBeWritten()))) {
            return null;
        }
        if (refused == null) {
            return admit();
        }
        return refused instanceof RateLimited limited ? refuse(limited) : refused;
    }

    // Examining: writes nothing

    /** What the enforced steps refuse with; null if they all pass. */
    private Verdict.@Nullable Refused examine() {
        RateLimited limited = null;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean isLimit = step instanceof TakePermits;
            if (step.mode() == Mode.SHADOW || (limited != null && !isLimit)) {
                continue;
            }
            Verdict.Refused refused = refusal(i, step);
            if (refused != null && !isLimit) {
                return refused;
            }
            limited = longerWait(limited, (RateLimited) refused);
        }
        return limited;
    }

    private static @Nullable RateLimited longerWait(@Nullable RateLimited first, @Nullable RateLimited second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return second.untilMicros() > first.untilMicros() ? second : first;
    }

    /** The refusal of any step, enforced or in shadow; null if it passes. */
    private Verdict.@Nullable Refused refusal(int step, Step what) {
        index = step;
        return what.match(this);
    }

    @Override
    public Verdict.@Nullable Refused takePermits(TakePermits take) {
        AppliedLimit applied = take.applied();
        Participant participant = participant(applied.scope());
        Cell cell = participant.cell;
        long available = cell == null ? applied.limit().burst() : cell.available(applied, participant.atMicros);
        levels.remaining(index, available);
        if (available >= applied.limit().cost()) {
            return null;
        }
        long until = cell == null ? Verdict.NEVER : cell.readyAt(applied, participant.atMicros);
        return new RateLimited(index, nowMicros, until, available, 0);
    }

    @Override
    public Verdict.@Nullable Refused firstSeen(FirstSeen step) {
        Participant participant = participant(step.scope());
        Cell cell = participant.cell;
        long until = cell == null ? SeenValues.NOT_SEEN : cell.seenUntil(step, facts.value(step), participant.atMicros);
        return until == SeenValues.NOT_SEEN ? null : new Verdict.Duplicate(index, nowMicros, until);
    }

    @Override
    public Verdict.@Nullable Refused notBlocked(NotBlocked step) {
        Participant participant = participant(Scope.USER);
        Cell cell = participant.cell;
        HeldBlock block = cell == null ? null : cell.block(step.mode(), participant.atMicros);
        return block == null ? null : new Verdict.Blocked(index, nowMicros, block.untilMicros(), block.source());
    }

    // What examining took for granted

    /** Whether the owners without a cell have none still. */
    private boolean isStillAbsent() {
        for (Participant participant = first; participant != null; participant = participant.next) {
            if (participant.cell == null && cells.arrivals(participant.key) != participant.arrivals) {
                return false;
            }
        }
        return true;
    }

    /** Whether all that an admitted plan writes to has a cell; if not, they will be made. */
    private boolean canBeWritten() {
        boolean allThere = true;
        for (int i = 0; i < steps.size() && !plan.probe(); i++) {
            Step step = steps.get(i);
            Participant participant = participant(step.scope());
            if (participant.cell == null && !(step instanceof NotBlocked) && refusal(i, step) == null) {
                participant.isWritten = true;
                allThere = false;
            }
        }
        return allThere;
    }

    // Committing

    private Verdict admit() {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.mode() == Mode.SHADOW && refusal(i, step) != null) {
                levels.shadowRefused(i);
            } else if (step instanceof TakePermits take) {
                levels.remaining(i, take(take.applied(), levels.remaining(i)));
            } else if (step instanceof FirstSeen seen && !plan.probe()) {
                remember(seen);
            }
        }
        return levels.build();
    }

    /** Spends the cost, unless the plan only asks; returns what remains. */
    private long take(AppliedLimit applied, long available) {
        Participant participant = participant(applied.scope());
        long remaining = available - applied.limit().cost();
        if (!plan.probe()) {
            cellOf(participant).take(applied, remaining, participant.atMicros, shapes);
        }
        return remaining;
    }

    private void remember(FirstSeen step) {
        Participant participant = participant(step.scope());
        cellOf(participant).remember(step, facts.value(step), participant.atMicros);
    }

    /** Counts the violation, if the refusal is one. */
    private @Nullable Verdict refuse(RateLimited limited) {
        protectExhausted();
        Escalation escalation = plan.onDenied();
        if (escalation == null || plan.probe() || !isViolation()) {
            return limited;
        }
        Participant subject = participant(Scope.USER);
        if (subject.cell == null) {
            subject.isWritten = true;
            return null;
        }
        HeldBlock block = subject.cell.violated(escalation, subject.atMicros);
        if (block == null || escalation.mode() == Mode.SHADOW) {
            return limited;
        }
        cells.blocks().put(subject.key.subject(), block);
        return new RateLimited(
                limited.step(), nowMicros, limited.untilMicros(), limited.remaining(), block.untilMicros());
    }

    /** A limit that changed may refuse although no commit has exhausted it. No state of any decision is written. */
    private void protectExhausted() {
        for (int i = 0; i < steps.size(); i++) {
            if (isRefusingLimit(i) && steps.get(i) instanceof TakePermits take) {
                Participant participant = participant(take.scope());
                if (participant.cell != null && take.applied().limit().permits() > 0) {
                    participant.cell.exhausted(participant.cell.readyAt(take.applied(), participant.atMicros));
                }
            }
        }
    }

    private boolean isViolation() {
        for (int i = 0; i < steps.size(); i++) {
            Scope scope = steps.get(i).scope();
            if (scope.needsSubject() && isRefusingLimit(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isRefusingLimit(int step) {
        return steps.get(step) instanceof TakePermits take
                && take.mode() == Mode.ENFORCE
                && levels.remaining(step) < take.applied().limit().cost();
    }

    private Participant participant(Scope scope) {
        Participant participant = Objects.requireNonNull(first);
        while (participant.scope != scope) {
            participant = Objects.requireNonNull(participant.next);
        }
        return participant;
    }

    private static Cell cellOf(Participant participant) {
        return Objects.requireNonNull(participant.cell);
    }
}
