package dev.botsentinel.memory;

import dev.botsentinel.memory.Albums.SharedRefusal;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.plan.Verdict.RateLimited;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows the albums of an owner. Refuses nothing itself: {@link PreparedMemoryPlan} asks it before all other steps count.
 * Immutable.
 */
final class AlbumStep extends PreparedStep {

    /** The place in the plan. */
    final int place;

    /** The rules of the steps that the album has elsewhere. */
    final String[] elsewhere;

    private final List<Step> stepsElsewhere;

    AlbumStep(Step.Album step, int owner, int place) {
        super(step, owner, true, 0, "");
        this.place = place;
        this.stepsElsewhere = step.elsewhere();
        this.elsewhere = stepsElsewhere.stream().map(AlbumStep::ruleOf).toArray(String[]::new);
    }

    private static String ruleOf(Step step) {
        return step instanceof Step.FirstSeen seen
                ? seen.kind().name()
                : ((Step.TakePermits) step).applied().key();
    }

    boolean isLimitElsewhere(int index) {
        return stepsElsewhere.get(index) instanceof Step.TakePermits;
    }

    @Override
    long examine(int index, @Nullable Cell cell, long atMicros, Facts facts, long[] findings) {
        return PASSES;
    }

    @Override
    Verdict.Refused refused(int index, long nowMicros, long untilMicros, @Nullable Cell cell, long finding) {
        throw new IllegalStateException("an album refuses nothing itself");
    }

    /** The first part was admitted. */
    @Override
    void commit(Cell cell, long atMicros, Facts facts, long finding) {
        cell.albums().begin(facts.album(), atMicros, null);
    }

    /** The first part was refused by a step with this rule. A denial writes no time. */
    void begin(Cell cell, long atMicros, Facts facts, String rule, Verdict.Refused refused) {
        int remaining = refused instanceof RateLimited limited ? (int) limited.remaining() : 0;
        cell.albums().begin(facts.album(), atMicros, new SharedRefusal(rule, refused.untilMicros(), remaining));
    }

    /** The album, if the owner has sent a part of it. */
    Albums.@Nullable Entry find(@Nullable Cell cell, long atMicros, Facts facts) {
        return cell == null ? null : cell.album(facts.album(), atMicros);
    }
}
