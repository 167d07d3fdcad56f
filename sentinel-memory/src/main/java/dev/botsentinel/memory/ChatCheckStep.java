package dev.botsentinel.memory;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.plan.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what happens in a blocked chat; writes nothing. The block is looked for before any cell is locked, since it is in
 * the cell of a subject, and two subjects must not be locked at once. Immutable.
 */
final class ChatCheckStep extends PreparedStep {

    private final NotBlocked step;
    private final @Nullable CellBlock block;

    /** @param block the chat's, in force; null if it has none */
    ChatCheckStep(NotBlocked step, @Nullable CellBlock block) {
        super(step, 0, false, 0, "");
        this.step = step;
        this.block = block;
    }

    /** The same step for an update in a blocked chat. */
    ChatCheckStep of(CellBlock found) {
        return new ChatCheckStep(step, found);
    }

    @Override
    boolean isBlockCheck() {
        return block == null;
    }

    @Override
    long examine(int index, @Nullable Cell cell, long atMicros, Facts facts, long[] findings) {
        return block == null ? PASSES : block.untilMicros();
    }

    @Override
    Verdict.Refused refused(int index, long nowMicros, long untilMicros, @Nullable Cell cell, long finding) {
        if (block == null) {
            throw new IllegalStateException("no block refuses");
        }
        return new Verdict.Blocked(index, nowMicros, untilMicros, block.source());
    }

    @Override
    void commit(Cell cell, long atMicros, Facts facts, long finding) {
        throw new IllegalStateException("a block check writes nothing");
    }
}
