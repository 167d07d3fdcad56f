package dev.botsentinel.memory;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Mode;
import org.jspecify.annotations.Nullable;

/** Refuses while the subject is blocked; writes nothing. Immutable. */
final class BlockCheckStep extends PreparedStep {

    private final Mode mode;

    BlockCheckStep(NotBlocked step, int owner) {
        super(step, owner, false, 0, "");
        this.mode = step.mode();
    }

    @Override
    boolean isBlockCheck() {
        return true;
    }

    @Override
    long examine(int index, @Nullable Cell cell, long atMicros, Facts facts, long[] findings) {
        if (cell == null || !cell.mayRefuse) {
            return PASSES;
        }
        CellBlock block = cell.block(mode, atMicros);
        return block == null ? PASSES : block.untilMicros();
    }

    @Override
    Verdict.Refused refused(int index, long nowMicros, long untilMicros, @Nullable Cell cell, long finding) {
        CellBlock block = cell == null ? null : cell.lastBlock();
        BlockSource source = block == null ? BlockSource.AUTOMATIC : block.source();
        return new Verdict.Blocked(index, nowMicros, untilMicros, source);
    }

    @Override
    void commit(Cell cell, long atMicros, Facts facts, long finding) {
        throw new IllegalStateException("a block check writes nothing");
    }
}
