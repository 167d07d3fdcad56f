package dev.botsentinel.memory;

import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.plan.Verdict.RateLimited;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.store.PreparedPlan;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plan that this storage has prepared. Nearly every plan has one owner: then deciding is one look-up, one lock, one loop
 * that examines and one that commits. If there are several owners, or nothing is known of the one, an {@link Evaluation}
 * finds and locks the cells; it examines and commits by the same loops. Immutable, thread-safe.
 */
final class PreparedMemoryPlan implements PreparedPlan {

    private final MemoryStore store;
    private final Cells cells;
    private final StoreTime time;
    private final Scope[] owners;
    private final PreparedStep[] steps;
    private final @Nullable Escalation onDenied;
    private final boolean probe;

    private PreparedMemoryPlan(MemoryStore store, Cells cells, Plan plan, Scope[] owners, PreparedStep[] steps) {
        this.store = store;
        this.cells = cells;
        this.time = cells.time();
        this.owners = owners;
        this.steps = steps;
        this.onDenied = plan.probe() ? null : plan.onDenied();
        this.probe = plan.probe();
    }

    static PreparedMemoryPlan of(Plan plan, MemoryStore store, Cells cells) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        plan.steps().forEach(step -> scopes.add(step.scope()));
        if (plan.onDenied() != null) {
            scopes.add(Scope.USER);
        }
        Scope[] owners = scopes.toArray(Scope[]::new); // in order of locking
        Step.Cases<PreparedStep> preparing = preparing(owners, cells);
        PreparedStep[] steps = new PreparedStep[plan.steps().size()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = plan.steps().get(i).match(preparing);
        }
        return new PreparedMemoryPlan(store, cells, plan, owners, steps);
    }

    /** The one place that tells the kinds of steps apart: what each does when examined and committed is its class. */
    private static Step.Cases<PreparedStep> preparing(Scope[] owners, Cells cells) {
        return new Step.Cases<>() {
            @Override
            public PreparedStep notBlocked(Step.NotBlocked step) {
                return new BlockCheckStep(step, owner(owners, step));
            }

            @Override
            public PreparedStep firstSeen(Step.FirstSeen step) {
                return new FirstSeenStep(step, owner(owners, step));
            }

            @Override
            public PreparedStep takePermits(Step.TakePermits step) {
                return new LimitStep(step, owner(owners, step), cells.counter(step.applied()));
            }
        };
    }

    private static int owner(Scope[] owners, Step step) {
        int owner = 0;
        while (owners[owner] != step.scope()) {
            owner++;
        }
        return owner;
    }

    @Override
    public Answer evaluate(Facts facts) {
        try {
            store.checkOpen();
            long now = time.nowMicros();
            Verdict verdict = null;
            Cell cell = owners.length == 1 ? cells.find(owners[0], facts, now) : null;
            if (cell != null) {
                synchronized (cell) {
                    if (cell.cached) {
                        verdict = decide(cell, cell.at(now), facts, now);
                    }
                }
            }
            if (verdict == null) {
                verdict = new Evaluation(this, cells, facts, now).run();
            }
            cells.sweepIfDue(now);
            store.tellEvictions();
            return verdict;
        } catch (RuntimeException failure) {
            return Pending.failed(MemoryStore.failed(failure));
        }
    }

    /** Of one owner, whose cell is locked. */
    private @Nullable Verdict decide(Cell cell, long atMicros, Facts facts, long nowMicros) {
        long[] findings = new long[steps.length];
        Verdict.Refused refused = examine(cell, atMicros, null, facts, nowMicros, findings);
        if (refused == null) {
            return admit(cell, atMicros, null, facts, findings);
        }
        return refused instanceof RateLimited limited
                ? refuse(limited, cell, atMicros, null, nowMicros, findings)
                : refused;
    }

    Scope[] owners() {
        return owners;
    }

    PreparedStep[] steps() {
        return steps;
    }

    boolean isProbe() {
        return probe;
    }

    // Examining and committing. One owner: its cell and time. Several: those of the evaluation.

    /** What the enforced steps refuse with; null if they all pass. Writes nothing. */
    Verdict.@Nullable Refused examine(
            @Nullable Cell only,
            long onlyAtMicros,
            @Nullable Evaluation several,
            Facts facts,
            long nowMicros,
            long[] findings) {
        int limited = -1;
        long longest = PreparedStep.PASSES;
        for (int i = 0; i < steps.length; i++) {
            PreparedStep step = steps[i];
            if (step.shadow || (limited >= 0 && !step.isLimit)) {
                continue;
            }
            Cell cell = several == null ? only : several.cell(step.owner);
            long at = several == null ? onlyAtMicros : several.atMicros(step.owner);
            long until = step.examine(i, cell, at, facts, findings);
            if (until != PreparedStep.PASSES && !step.isLimit) {
                return step.refused(i, nowMicros, until, cell, findings[i]);
            }
            if (until > longest) {
                limited = i;
                longest = until;
            }
        }
        return limited < 0 ? null : steps[limited].refused(limited, nowMicros, longest, null, findings[limited]);
    }

    /** Writes what an admitted plan writes, unless the plan only asks. */
    Verdict admit(@Nullable Cell only, long onlyAtMicros, @Nullable Evaluation several, Facts facts, long[] findings) {
        for (int i = 0; i < steps.length; i++) {
            PreparedStep step = steps[i];
            Cell cell = several == null ? only : several.cell(step.owner);
            long at = several == null ? onlyAtMicros : several.atMicros(step.owner);
            if (step.shadow && step.examine(i, cell, at, facts, findings) != PreparedStep.PASSES) {
                findings[i] = Verdict.Admitted.SHADOW_REFUSED;
                if (!probe) {
                    step.lockOut(cell, at);
                }
                continue;
            }
            long finding = findings[i];
            findings[i] = step.isLimit ? (int) finding - step.cost : Verdict.Admitted.NOTHING;
            if (!probe && step.writes && step.commit(cell, at, facts, finding)) {
                forgetSections(findings, i + 1);
            }
        }
        return Verdict.Admitted.of(findings);
    }

    private static void forgetSections(long[] findings, int from) {
        for (int i = from; i < findings.length; i++) {
            findings[i] = PreparedStep.withoutSection(findings[i]);
        }
    }

    /** Counts the violation, if the refusal is one; null if the subject has no cell for it yet. */
    @Nullable
    Verdict refuse(
            RateLimited limited,
            @Nullable Cell only,
            long onlyAtMicros,
            @Nullable Evaluation several,
            long nowMicros,
            long[] findings) {
        boolean ofSubject = false;
        for (int i = 0; i < steps.length; i++) {
            if (steps[i] instanceof LimitStep step && !step.shadow && PreparedStep.available(findings[i]) < step.cost) {
                Cell cell = several == null ? only : several.cell(step.owner);
                if (cell != null) {
                    long at = several == null ? onlyAtMicros : several.atMicros(step.owner);
                    step.protect(cell, at);
                    if (!probe) {
                        step.lockOut(cell, at);
                    }
                }
                ofSubject |= step.ofSubject;
            }
        }
        if (onDenied == null || !ofSubject) {
            return limited;
        }
        Cell subject = several == null ? only : several.subjectToWrite();
        return subject == null ? null : violated(onDenied, subject, limited, nowMicros);
    }

    private Verdict violated(Escalation escalation, Cell subject, RateLimited limited, long nowMicros) {
        CellBlock block = subject.violated(escalation, subject.at(nowMicros));
        if (block == null || escalation.mode() == Mode.SHADOW) {
            return limited;
        }
        cells.blocks().put(subject.subject(), block);
        return new RateLimited(
                limited.step(), nowMicros, limited.untilMicros(), limited.remaining(), block.untilMicros());
    }
}
