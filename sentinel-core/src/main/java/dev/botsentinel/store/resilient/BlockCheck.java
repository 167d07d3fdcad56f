package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Mode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a plan asks whether the subject is blocked. Immutable.
 *
 * @param step the place of the step that enforces blocks; {@link #NOWHERE} if the plan has none
 * @param isFirst whether no step before it could refuse
 */
record BlockCheck(int step, boolean isFirst) {

    static final int NOWHERE = -1;

    private static final BlockCheck NONE = new BlockCheck(NOWHERE, false);

    static BlockCheck of(Plan plan) {
        List<Step> steps = plan.steps();
        boolean isFirst = true;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.mode() == Mode.ENFORCE) {
                if (Boolean.TRUE.equals(step.match(Kinds.INSTANCE))) {
                    return new BlockCheck(i, isFirst);
                }
                isFirst = false;
            }
        }
        return NONE;
    }

    /** Whether a verdict says that the subject is not blocked. */
    boolean isPassedBy(Verdict verdict) {
        return step != NOWHERE && (!(verdict instanceof Verdict.Refused refused) || refused.step() > step);
    }

    /** Whether a step looks for blocks. */
    private enum Kinds implements Step.Cases<Boolean> {
        INSTANCE;

        @Override
        public @Nullable Boolean notBlocked(Step.NotBlocked step) {
            return true;
        }

        @Override
        public @Nullable Boolean firstSeen(Step.FirstSeen step) {
            return false;
        }

        @Override
        public @Nullable Boolean album(Step.Album step) {
            return false;
        }

        @Override
        public @Nullable Boolean takePermits(Step.TakePermits step) {
            return false;
        }
    }
}
