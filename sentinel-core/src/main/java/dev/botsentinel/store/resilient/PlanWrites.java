package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The steps of a plan that write when it is admitted, and so what a verdict proves about writing. Immutable. */
final class PlanWrites {

    private final int[] steps;

    private PlanWrites(int[] steps) {
        this.steps = steps;
    }

    static PlanWrites of(Plan plan) {
        return new PlanWrites(
                plan.probe()
                        ? new int[0]
                        : IntStream.range(0, plan.steps().size())
                                .filter(step -> Boolean.TRUE.equals(
                                        plan.steps().get(step).match(Kinds.INSTANCE)))
                                .toArray());
    }

    /** Whether the plan may write. */
    boolean arePossible() {
        return steps.length > 0;
    }

    /**
     * Whether the storage must have written to answer this. A denial may count a violation, but doesn't say whether it did; a later
     * part of an album may end what it writes to.
     */
    boolean areProvenBy(Verdict verdict) {
        if (verdict instanceof Verdict.Admitted admitted && !admitted.isAlbumPart()) {
            for (int step : steps) {
                if (!admitted.shadowRefused(step)) {
                    return true;
                }
            }
        }
        return KnownBlocks.ledToBlock(verdict);
    }

    /** Whether a step writes when it passes. */
    private enum Kinds implements Step.Cases<Boolean> {
        INSTANCE;

        @Override
        public @Nullable Boolean notBlocked(Step.NotBlocked step) {
            return false;
        }

        @Override
        public @Nullable Boolean firstSeen(Step.FirstSeen step) {
            return true;
        }

        @Override
        public @Nullable Boolean album(Step.Album step) {
            return true;
        }

        @Override
        public @Nullable Boolean takePermits(Step.TakePermits step) {
            return true;
        }
    }
}
