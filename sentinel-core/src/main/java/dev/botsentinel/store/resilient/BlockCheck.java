package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a plan asks whether the subject or the chat is blocked. Immutable.
 *
 * @param step the place of the step that enforces blocks of the subject; {@link #NOWHERE} if the plan has none
 * @param isFirst whether no step before it could refuse, but for the other block check
 * @param chatStep the place of the step that enforces blocks of the chat; {@link #NOWHERE} if the plan has none
 * @param chatIsFirst likewise of that
 */
record BlockCheck(int step, boolean isFirst, int chatStep, boolean chatIsFirst) {

    static final int NOWHERE = -1;

    static BlockCheck of(Plan plan) {
        List<Step> steps = plan.steps();
        BlockCheck found = new BlockCheck(NOWHERE, false, NOWHERE, false);
        boolean isFirst = true;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.mode() != Mode.ENFORCE) {
                continue;
            }
            if (!Boolean.TRUE.equals(step.match(Kinds.INSTANCE))) {
                isFirst = false;
            } else if (step.scope() == Scope.CHAT) {
                found = found.chatStep != NOWHERE ? found : new BlockCheck(found.step, found.isFirst, i, isFirst);
            } else {
                found = found.step != NOWHERE ? found : new BlockCheck(i, isFirst, found.chatStep, found.chatIsFirst);
            }
        }
        return found;
    }

    /** Whether a verdict says that whoever the step at this place is about is not blocked. */
    static boolean isPassed(int step, Verdict verdict) {
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
