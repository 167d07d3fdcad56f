package dev.botsentinel.redis;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The properties by which this storage tells kinds of steps apart. All code that depends on the kind uses these or a {@link
 * Step.Cases}, so a new kind of step doesn't compile until each property is decided.
 *
 * @param writes whether the step may change the owner's state
 * @param seen the step, if it keeps a list of seen values
 * @param limit the limit, if the step takes permits
 * @param key the key of that limit
 * @param hasFastPath whether {@link PlanScript} can unroll the step
 */
record StepTraits(
        boolean writes,
        Step.@Nullable FirstSeen seen,
        @Nullable RateLimit limit,
        @Nullable String key,
        boolean hasFastPath) {

    private static final Step.Cases<StepTraits> CASES = new Step.Cases<>() {
        @Override
        public StepTraits notBlocked(Step.NotBlocked step) {
            return new StepTraits(false, null, null, null, isEnforced(step));
        }

        @Override
        public StepTraits firstSeen(Step.FirstSeen step) {
            return new StepTraits(true, step, null, null, isEnforced(step));
        }

        @Override
        public StepTraits takePermits(Step.TakePermits step) {
            RateLimit limit = step.applied().limit();
            boolean hasFastPath = isEnforced(step) && limit.permits() > 0 && hasFastPath(limit);
            return new StepTraits(true, null, limit, step.applied().key(), hasFastPath);
        }

        @Override
        public StepTraits album(Step.Album step) {
            return new StepTraits(true, null, null, null, false);
        }
    };

    static StepTraits of(Step step) {
        return Objects.requireNonNull(step.match(CASES));
    }

    /** In the order of the plan's steps. */
    static List<StepTraits> of(Plan plan) {
        return plan.steps().stream().map(StepTraits::of).toList();
    }

    /** Whether the step's refusal can begin a lockout. */
    boolean locksOut() {
        return isEnforcedLimit() && Objects.requireNonNull(limit).lockout() != null;
    }

    /** Whether the step's argument changes with the calendar. */
    boolean countsInCalendar() {
        return limit != null && limit.calendar() != null;
    }

    boolean isEnforcedLimit() {
        return limit != null && limit.mode() == Mode.ENFORCE;
    }

    private static boolean isEnforced(Step step) {
        return step.mode() == Mode.ENFORCE;
    }

    private static boolean hasFastPath(RateLimit limit) {
        return switch (limit.algorithm()) {
            case SLIDING_WINDOW -> limit.cost() == 1;
            case TOKEN_BUCKET -> true;
            case FIXED_WINDOW -> limit.calendar() == null;
        };
    }
}
