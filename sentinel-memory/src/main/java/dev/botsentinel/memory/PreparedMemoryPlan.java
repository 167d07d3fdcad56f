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
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plan that this storage has prepared. Nearly every plan has one owner: then deciding is one look-up, one lock, one loop
 * that examines and one that commits. If there are several owners, or nothing is known of the one, an {@link Evaluation}
 * finds and locks the cells; it examines and commits by the same loops. Immutable, thread-safe.
 */
final class PreparedMemoryPlan implements PreparedPlan {

    private static final String CELL_IS_THERE = "nothing is committed before all that it writes to has a cell";

    private final MemoryStore store;
    private final Cells cells;
    private final BlocksBySubject blocks;
    private final StoreTime time;
    private final Scope[] owners;
    private final PreparedStep[] steps;
    private final @Nullable Escalation onDenied;
    private final boolean probe;

    /** 1 if nothing but a violation concerns the subject, which is the first owner; else 0. */
    private final int firstConcerned;

    /** Null if the updates are parts of no album. */
    private final @Nullable AlbumStep album;

    /** The place of the step that asks for blocks of the chat; -1 if there is none. */
    private final int chatCheck;

    /** How many steps before all others only ask for a block, which an owner without one needs not be asked for. */
    private final int blockChecks;

    private PreparedMemoryPlan(MemoryStore store, Cells cells, Plan plan, Scope[] owners, PreparedStep[] steps) {
        this(store, cells, owners, steps, plan.probe() ? null : plan.onDenied(), plan.probe());
    }

    private PreparedMemoryPlan(
            MemoryStore store,
            Cells cells,
            Scope[] owners,
            PreparedStep[] steps,
            @Nullable Escalation onDenied,
            boolean probe) {
        this.store = store;
        this.cells = cells;
        this.blocks = cells.blocks();
        this.time = cells.time();
        this.owners = owners;
        this.steps = steps;
        this.onDenied = onDenied;
        this.probe = probe;
        AlbumStep found = null;
        int ofChat = -1;
        int concerned = owners.length == 0 ? 0 : 1;
        for (int i = 0; i < steps.length; i++) {
            concerned = steps[i].owner == 0 && !(steps[i] instanceof ChatCheckStep) ? 0 : concerned;
            found = steps[i] instanceof AlbumStep one ? one : found;
            ofChat = steps[i] instanceof ChatCheckStep && ofChat < 0 ? i : ofChat;
        }
        this.album = found;
        this.chatCheck = ofChat;
        this.firstConcerned = concerned;
        int checks = 0;
        while (checks < steps.length && steps[checks].isBlockCheck()) {
            checks++;
        }
        this.blockChecks = checks;
    }

    static PreparedMemoryPlan of(Plan plan, MemoryStore store, Cells cells) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (Step step : plan.steps()) {
            if (!(step instanceof Step.NotBlocked check && check.ofChat())) {
                scopes.add(step.scope());
            }
        }
        if (plan.onDenied() != null && !scopes.isEmpty()) {
            scopes.add(Scope.USER);
        }
        Scope[] owners = scopes.toArray(Scope[]::new); // in order of locking
        PreparedStep[] steps = new PreparedStep[plan.steps().size()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = plan.steps().get(i).match(preparing(owners, cells, i));
        }
        return new PreparedMemoryPlan(store, cells, plan, owners, steps);
    }

    /** The one place that tells the kinds of steps apart: what each does when examined and committed is its class. */
    private static Step.Cases<PreparedStep> preparing(Scope[] owners, Cells cells, int place) {
        return new Step.Cases<>() {
            @Override
            public PreparedStep notBlocked(Step.NotBlocked step) {
                return step.ofChat() ? new ChatCheckStep(step, null) : new BlockCheckStep(step, owner(owners, step));
            }

            @Override
            public PreparedStep firstSeen(Step.FirstSeen step) {
                return new FirstSeenStep(step, owner(owners, step));
            }

            @Override
            public PreparedStep album(Step.Album step) {
                return new AlbumStep(step, owner(owners, step), place);
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
            CellBlock ofChat = chatCheck >= 0 && blocks.hasManual() ? cells.manualBlockOfChat(facts, now) : null;
            Verdict verdict = ofChat == null ? verdict(facts, now) : inBlockedChat(ofChat, facts, now);
            cells.sweepIfDue(now);
            store.tellEvictions();
            return verdict;
        } catch (RuntimeException failure) {
            return Pending.failed(MemoryStore.failed(failure));
        }
    }

    private Verdict verdict(Facts facts, long now) {
        Verdict verdict = null;
        Cell cell = owners.length == 1 ? cells.find(owners[0], facts, now) : null;
        if (cell != null) {
            synchronized (cell) {
                if (cell.cached) {
                    verdict = decide(cell, cell.at(now), facts, now);
                }
            }
        } else if (owners.length == 0) {
            verdict = decide(null, now, facts, now);
        }
        return verdict == null ? new Evaluation(this, cells, facts, now).run() : verdict;
    }

    /** What ranks above the chat's check still has its say. */
    private Verdict inBlockedChat(CellBlock block, Facts facts, long nowMicros) {
        if (chatCheck == 0) {
            return new Verdict.Blocked(chatCheck, nowMicros, block.untilMicros(), block.source());
        }
        PreparedStep[] refusing = steps.clone();
        refusing[chatCheck] = ((ChatCheckStep) steps[chatCheck]).of(block);
        return new PreparedMemoryPlan(store, cells, owners, refusing, onDenied, probe).verdict(facts, nowMicros);
    }

    /** Of one owner, whose cell is locked, or of none. */
    private @Nullable Verdict decide(@Nullable Cell cell, long atMicros, Facts facts, long nowMicros) {
        long[] findings = new long[steps.length];
        if (album != null) {
            Verdict shared = shared(cell, atMicros, null, facts, nowMicros, findings);
            if (shared != null) {
                return shared;
            }
        }
        Verdict.Refused refused = examine(cell, atMicros, null, facts, nowMicros, findings);
        if (refused == null) {
            return admit(cell, atMicros, null, facts, findings);
        }
        if (album != null) {
            beginRefused(cell, atMicros, null, facts, refused);
        }
        return refused instanceof RateLimited limited
                ? refuse(limited, cell, atMicros, null, facts, nowMicros, findings)
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

    /** Whether a step is about this owner; if not, it is the subject, of whom only a violation is counted. */
    boolean concerns(int owner) {
        return owner >= firstConcerned;
    }

    @Nullable
    AlbumStep album() {
        return album;
    }

    // Albums

    /**
     * What the first part of the album got, or the refusal of a step that every part is asked of; null for the first part
     * itself.
     */
    @Nullable
    Verdict shared(
            @Nullable Cell only,
            long onlyAtMicros,
            @Nullable Evaluation several,
            Facts facts,
            long nowMicros,
            long[] findings) {
        AlbumStep here = Objects.requireNonNull(album);
        for (int i = 0; i < here.place; i++) {
            PreparedStep step = steps[i];
            if (!step.shadow && !step.isLimit) {
                Cell cell = cellOf(step.owner, only, several);
                long at = atMicrosOf(step.owner, onlyAtMicros, several);
                long until = step.examine(i, cell, at, facts, findings);
                if (until != PreparedStep.PASSES) {
                    return step.refused(i, nowMicros, until, cell, findings[i]);
                }
            }
        }
        Cell cell = cellOf(here.owner, only, several);
        long at = atMicrosOf(here.owner, onlyAtMicros, several);
        Albums.Entry known = here.find(cell, at, facts);
        if (cell == null || known == null) {
            return null;
        }
        Verdict shared = known.refusal == null
                ? Verdict.Admitted.albumPart(steps.length, false)
                : refused(known.refusal, here, nowMicros);
        if (shared != null && !probe) {
            cell.albums().count(known);
            if (known.refusal == null) {
                rememberPart(only, onlyAtMicros, several, facts, findings);
                cell.latestMicros = at;
            }
        }
        return shared;
    }

    /** Null if the plan has lost the rule that refused the first part. */
    private @Nullable Verdict refused(Albums.SharedRefusal refusal, AlbumStep here, long nowMicros) {
        for (int i = here.place; i < steps.length; i++) {
            if (!steps[i].shadow && steps[i].rule.equals(refusal.rule())) {
                return refused(refusal, i, steps[i].isLimit, nowMicros);
            }
        }
        for (int i = 0; i < here.elsewhere.length; i++) {
            if (here.elsewhere[i].equals(refusal.rule())) {
                return refused(refusal, steps.length + i, here.isLimitElsewhere(i), nowMicros);
            }
        }
        return null;
    }

    private static Verdict refused(Albums.SharedRefusal refusal, int place, boolean byLimit, long nowMicros) {
        long until = Math.max(refusal.untilMicros(), nowMicros + 1);
        return new Verdict.AlbumPart(
                byLimit
                        ? new RateLimited(place, nowMicros, until, refusal.remaining(), 0)
                        : new Verdict.Duplicate(place, nowMicros, until));
    }

    /** What the steps before the album remember of every part that is admitted. */
    private void rememberPart(
            @Nullable Cell only, long onlyAtMicros, @Nullable Evaluation several, Facts facts, long[] findings) {
        for (int i = 0; i < Objects.requireNonNull(album).place; i++) {
            PreparedStep step = steps[i];
            Cell cell = cellOf(step.owner, only, several);
            long at = atMicrosOf(step.owner, onlyAtMicros, several);
            boolean passes = !step.shadow || step.examine(i, cell, at, facts, findings) == PreparedStep.PASSES;
            if (!step.isLimit && step.writes && passes) {
                Cell written = Objects.requireNonNull(cell, CELL_IS_THERE);
                step.commit(written, at, facts, findings[i]);
                written.latestMicros = at;
            }
        }
    }

    /** The first part of an album was refused. */
    void beginRefused(
            @Nullable Cell only,
            long onlyAtMicros,
            @Nullable Evaluation several,
            Facts facts,
            Verdict.Refused refused) {
        AlbumStep here = Objects.requireNonNull(album);
        Cell cell = cellOf(here.owner, only, several);
        if (!probe && cell != null && !(refused instanceof Verdict.Blocked)) {
            long at = atMicrosOf(here.owner, onlyAtMicros, several);
            here.begin(cell, at, facts, steps[refused.step()].rule, refused);
        }
    }

    // Examining and committing. One owner: its cell and time. Several: those of the evaluation.

    private static @Nullable Cell cellOf(int owner, @Nullable Cell only, @Nullable Evaluation several) {
        return several == null ? only : several.cell(owner);
    }

    private static long atMicrosOf(int owner, long onlyAtMicros, @Nullable Evaluation several) {
        return several == null ? onlyAtMicros : several.atMicros(owner);
    }

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
        for (int i = only == null || only.mayRefuse ? 0 : blockChecks; i < steps.length; i++) {
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
            findings[i] = step.isLimit ? finding - step.cost : Verdict.Admitted.NOTHING;
            if (!probe && step.writes) {
                Cell written = Objects.requireNonNull(cell, CELL_IS_THERE);
                step.commit(written, at, facts, finding);
                written.latestMicros = at;
            }
        }
        return Verdict.Admitted.of(findings);
    }

    /** Counts the violation, if the refusal is one; null if the subject has no cell for it yet. */
    @Nullable
    Verdict refuse(
            RateLimited limited,
            @Nullable Cell only,
            long onlyAtMicros,
            @Nullable Evaluation several,
            Facts facts,
            long nowMicros,
            long[] findings) {
        boolean ofSubject = false;
        for (int i = 0; i < steps.length; i++) {
            if (steps[i] instanceof LimitStep step && !step.shadow && findings[i] < step.cost) {
                Cell cell = cellOf(step.owner, only, several);
                if (cell != null) {
                    long at = atMicrosOf(step.owner, onlyAtMicros, several);
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
        return subject == null ? null : violated(onDenied, subject, limited, facts.jitterDraw(), nowMicros);
    }

    private Verdict violated(Escalation escalation, Cell subject, RateLimited limited, int jitterDraw, long nowMicros) {
        CellBlock block = subject.violated(escalation, jitterDraw, subject.at(nowMicros));
        if (block == null || escalation.mode() == Mode.SHADOW) {
            return limited;
        }
        cells.blocks().put(subject.subject(), block);
        return new RateLimited(
                limited.step(), nowMicros, limited.untilMicros(), limited.remaining(), block.untilMicros());
    }
}
