package dev.botsentinel.memory;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Mode;
import org.jspecify.annotations.Nullable;

/**
 * A step of a plan with all that depends on the plan alone. Whoever calls it has locked the owner's cell. Immutable.
 *
 * <p>What examining found for a step, its <i>finding</i>, is one long until the verdict is made: of a limit the whole
 * permits that are left, of a list of seen values the one that was looked for. So committing computes nothing again.
 */
abstract sealed class PreparedStep permits BlockCheckStep, ChatCheckStep, FirstSeenStep, LimitStep, AlbumStep {

    /** What {@link #examine} answers if nothing refuses. */
    static final long PASSES = Long.MIN_VALUE;

    /** Which of the plan's owners the step concerns. */
    final int owner;

    final boolean shadow;

    /** Whether a refusal is one of the subject's own. */
    final boolean ofSubject;

    /** Whether an admitted plan writes something for this step, and so needs a cell. */
    final boolean writes;

    final boolean isLimit;

    /** What a limit spends; 0 if it is none. */
    final int cost;

    /** What parts of an album know a refusal by: the limit's key, or the kind of a list of seen values. */
    final String rule;

    PreparedStep(Step step, int owner, boolean writes, int cost, String rule) {
        this.owner = owner;
        this.shadow = step.mode() == Mode.SHADOW;
        this.ofSubject = step.scope().needsSubject();
        this.writes = writes;
        this.isLimit = cost > 0;
        this.cost = cost;
        this.rule = rule;
    }

    /**
     * Asks whether the step refuses. Changes nothing but the finding.
     *
     * @param index the step's place in the plan
     * @param cell null if nothing is known of the owner
     * @return {@link #PASSES}, or when a retry passes this step; {@link Verdict#NEVER} if waiting doesn't help
     */
    abstract long examine(int index, @Nullable Cell cell, long atMicros, Facts facts, long[] findings);

    /** The verdict of a step that refuses. */
    abstract Verdict.Refused refused(int index, long nowMicros, long untilMicros, @Nullable Cell cell, long finding);

    /** Whether the step refuses nobody who has no block, and writes nothing. */
    boolean isBlockCheck() {
        return false;
    }

    /** Begins the lockout of a limit that has just refused, if it has one that isn't in force yet. */
    void lockOut(@Nullable Cell cell, long atMicros) {}

    /** Writes what an admitted plan writes; only of a step that {@link #writes}. */
    abstract void commit(Cell cell, long atMicros, Facts facts, long finding);
}
