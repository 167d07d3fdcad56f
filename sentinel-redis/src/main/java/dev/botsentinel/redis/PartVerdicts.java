package dev.botsentinel.redis;

import dev.botsentinel.plan.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Combines the verdicts on the parts into one on the whole plan. Servers' clocks differ, so it compares waits instead of
 * instants, and each verdict keeps its server's time.
 *
 * @param size the number of steps in the plan
 */
record PartVerdicts(int size, List<PlanPart> parts, List<Verdict> answers) {

    /** The first refusal in the plan that isn't a limit's. */
    Verdict.@Nullable Refused firstOtherThanLimits() {
        Verdict.Refused first = null;
        for (int i = 0; i < parts.size(); i++) {
            if (answers.get(i) instanceof Verdict.Refused refused
                    && !(refused instanceof Verdict.RateLimited)
                    && !(refused instanceof Verdict.AlbumPart)) {
                Verdict.Refused inPlan = inPlan(refused, parts.get(i));
                first = first == null || inPlan.step() < first.step() ? inPlan : first;
            }
        }
        return first;
    }

    /** The first refusal that isn't a limit's, else the limit with the longest wait (the first of equals), else admitted. */
    Verdict whole() {
        Verdict.Refused other = firstOtherThanLimits();
        if (other != null) {
            return other;
        }
        Verdict.@Nullable RateLimited worst = null;
        long blockedUntil = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (answers.get(i) instanceof Verdict.RateLimited refused) {
                Verdict.RateLimited inPlan = (Verdict.RateLimited) inPlan(refused, parts.get(i));
                worst = worst == null || isWorse(inPlan, worst) ? inPlan : worst;
                blockedUntil = Math.max(blockedUntil, refused.blockedUntilMicros());
            }
        }
        return worst == null ? admitted() : withBlock(worst, blockedUntil);
    }

    static Verdict.RateLimited withBlock(Verdict.RateLimited refused, long blockedUntilMicros) {
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

    /** What a later part of an album gets; null if the album isn't known. */
    @Nullable
    Verdict ofAlbum() {
        for (Verdict answer : answers) {
            if (answer instanceof Verdict.Admitted admitted && admitted.isAlbumPart()) {
                return Verdict.Admitted.albumPart(size, false);
            }
            if (answer instanceof Verdict.AlbumPart part) {
                return part;
            }
        }
        return null;
    }

    private static Verdict.Refused inPlan(Verdict.Refused refused, PlanPart part) {
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
