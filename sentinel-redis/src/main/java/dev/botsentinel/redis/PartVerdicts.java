package dev.botsentinel.redis;

import dev.botsentinel.plan.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the answers to parts say of the whole plan. Each server has a clock of its own, so waits are compared, and an answer
 * keeps the time from which it counts.
 *
 * @param size how many steps the plan has
 */
record PartVerdicts(int size, List<PlanPart> parts, List<Verdict> answers) {

    /** The first refusal in the plan that is no limit's. */
    Verdict.@Nullable Refused firstOtherThanLimits() {
        Verdict.Refused first = null;
        for (int i = 0; i < parts.size(); i++) {
            if (answers.get(i) instanceof Verdict.Refused refused && !(refused instanceof Verdict.RateLimited)) {
                Verdict.Refused placed = placed(refused, parts.get(i));
                first = first == null || placed.step() < first.step() ? placed : first;
            }
        }
        return first;
    }

    /** All passed, or the first that isn't a limit's refusal, or the limit with the longest wait, the first of equals. */
    Verdict whole() {
        Verdict.Refused other = firstOtherThanLimits();
        if (other != null) {
            return other;
        }
        Verdict.@Nullable RateLimited worst = null;
        long blockedUntil = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (answers.get(i) instanceof Verdict.RateLimited refused) {
                Verdict.RateLimited placed = (Verdict.RateLimited) placed(refused, parts.get(i));
                worst = worst == null || isWorse(placed, worst) ? placed : worst;
                blockedUntil = Math.max(blockedUntil, refused.blockedUntilMicros());
            }
        }
        return worst == null ? admitted() : tipping(worst, blockedUntil);
    }

    static Verdict.RateLimited tipping(Verdict.RateLimited refused, long blockedUntilMicros) {
        return new Verdict.RateLimited(
                refused.step(), refused.nowMicros(), refused.untilMicros(), refused.remaining(), blockedUntilMicros);
    }

    private Verdict admitted() {
        Verdict.AdmittedBuilder whole = new Verdict.AdmittedBuilder(size);
        for (int i = 0; i < parts.size(); i++) {
            List<Integer> steps = parts.get(i).steps();
            Verdict.Admitted part = (Verdict.Admitted) answers.get(i);
            for (int k = 0; k < steps.size(); k++) {
                if (part.shadowRefused(k)) {
                    whole.shadowRefused(steps.get(k));
                } else if (part.remaining(k) >= 0) {
                    whole.remaining(steps.get(k), part.remaining(k));
                }
            }
        }
        return whole.build();
    }

    private static Verdict.Refused placed(Verdict.Refused refused, PlanPart part) {
        int step = part.steps().get(refused.step());
        if (refused instanceof Verdict.Blocked blocked) {
            return new Verdict.Blocked(step, blocked.nowMicros(), blocked.untilMicros(), blocked.source());
        }
        if (refused instanceof Verdict.RateLimited limited) {
            return new Verdict.RateLimited(
                    step,
                    limited.nowMicros(),
                    limited.untilMicros(),
                    limited.remaining(),
                    limited.blockedUntilMicros());
        }
        return new Verdict.Duplicate(step, refused.nowMicros(), refused.untilMicros());
    }

    private static boolean isWorse(Verdict.RateLimited one, Verdict.RateLimited other) {
        long wait = wait(one);
        long otherWait = wait(other);
        return wait > otherWait || (wait == otherWait && one.step() < other.step());
    }

    private static long wait(Verdict.RateLimited refused) {
        return refused.untilMicros() == Verdict.NEVER ? Verdict.NEVER : refused.untilMicros() - refused.nowMicros();
    }
}
