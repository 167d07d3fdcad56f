package dev.botsentinel;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.Remaining;
import dev.botsentinel.decision.RemainingPermits;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.guard.Examination;
import dev.botsentinel.guard.Examination.LocalReport;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Mode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Turns what a storage answered into what the chain answers. */
final class Verdicts {

    static final String BLOCKLIST = "blocklist";
    static final String ESCALATION = "escalation";

    private Verdicts() {}

    static Decision decision(Examination examination, Verdict verdict, Passage passage) {
        if (verdict instanceof Verdict.Refused refused) {
            return denied(examination.steps(), refused);
        }
        if (passage != Passage.CHECKED) {
            return new Allowed(passage, List.of(), List.of(), verdict.degraded());
        }
        return allowed(examination, (Verdict.Admitted) verdict);
    }

    private static Allowed allowed(Examination examination, Verdict.Admitted verdict) {
        List<Step> steps = examination.steps();
        List<ShadowDenial> shadow = new ArrayList<>(0);
        int local = 0;
        int limits = 0;
        for (int i = 0; i < steps.size(); i++) {
            local = addLocal(shadow, examination.reports(), local, i);
            Step step = steps.get(i);
            if (step.mode() == Mode.ENFORCE) {
                limits += verdict.remaining(i) >= 0 ? 1 : 0;
            } else if (verdict.shadowRefused(i)) {
                shadow.add(shadowDenial(step));
            }
        }
        addLocal(shadow, examination.reports(), local, steps.size());
        return new Allowed(Passage.CHECKED, new Left(steps, verdict, limits), shadow, verdict.degraded());
    }

    /** What each enforced limit that was examined has left, put together when somebody asks: most never do. */
    private static final class Left extends RemainingPermits {
        private final List<Step> steps;
        private final Verdict.Admitted verdict;
        private final int size;

        Left(List<Step> steps, Verdict.Admitted verdict, int size) {
            this.steps = steps;
            this.verdict = verdict;
            this.size = size;
        }

        @Override
        public Remaining get(int index) {
            Objects.checkIndex(index, size);
            int left = index;
            for (int i = 0; ; i++) {
                long permits = verdict.remaining(i);
                if (permits >= 0
                        && steps.get(i) instanceof TakePermits take
                        && !take.applied().isShadow()
                        && left-- == 0) {
                    return new Remaining(take.applied(), permits);
                }
            }
        }

        @Override
        public int size() {
            return size;
        }
    }

    /** Adds the local reports that stand before the step, so that all are in chain order. */
    private static int addLocal(List<ShadowDenial> shadow, List<LocalReport> reports, int from, int step) {
        int next = from;
        while (next < reports.size() && reports.get(next).stepsBefore() <= step) {
            shadow.add(reports.get(next++).denial());
        }
        return next;
    }

    private static ShadowDenial shadowDenial(Step step) {
        if (step instanceof Step.NotBlocked) {
            return new ShadowDenial(Reason.BLOCKED, ESCALATION);
        }
        if (step instanceof TakePermits take) {
            return new ShadowDenial(Reason.RATE_LIMITED, take.applied().id());
        }
        return new ShadowDenial(Reason.DUPLICATE, rule((FirstSeen) step));
    }

    private static String rule(FirstSeen step) {
        return step.kind() == FirstSeen.Kind.UPDATE_ID ? "update-id" : "debounce";
    }

    private static Denied denied(List<Step> steps, Verdict.Refused refused) {
        Step step = steps.get(refused.step());
        if (refused instanceof Verdict.Blocked blocked) {
            String rule = blocked.source() == BlockSource.AUTOMATIC ? ESCALATION : BLOCKLIST;
            return timed(Reason.BLOCKED, rule, refused, refused.untilMicros(), refused.untilMicros());
        }
        if (refused instanceof Verdict.RateLimited limited) {
            return rateLimited(((TakePermits) step), limited);
        }
        FirstSeen seen = (FirstSeen) step;
        Denied denied = timed(Reason.DUPLICATE, rule(seen), refused, refused.untilMicros(), 0);
        return seen.kind() == FirstSeen.Kind.UPDATE_ID ? denied : withScope(denied, seen);
    }

    private static Denied withScope(Denied denied, FirstSeen seen) {
        return new Denied(
                denied.reason(),
                denied.rule(),
                seen.scope(),
                null,
                null,
                denied.retryAfter(),
                denied.reset(),
                null,
                denied.degraded());
    }

    /** A denial that tips the escalation waits at least until the block ends. */
    private static Denied rateLimited(TakePermits step, Verdict.RateLimited limited) {
        long until = Math.max(limited.untilMicros(), limited.blockedUntilMicros());
        Denied timed = timed(Reason.RATE_LIMITED, step.applied().id(), limited, until, limited.blockedUntilMicros());
        return new Denied(
                timed.reason(),
                timed.rule(),
                step.scope(),
                step.applied().limit(),
                limited.remaining(),
                timed.retryAfter(),
                timed.reset(),
                timed.blockedUntil(),
                timed.degraded());
    }

    private static Denied timed(Reason reason, String rule, Verdict.Refused refused, long until, long blockedUntil) {
        boolean ends = until != Verdict.NEVER;
        return new Denied(
                reason,
                rule,
                null,
                null,
                null,
                ends ? Duration.of(until - refused.nowMicros(), ChronoUnit.MICROS) : null,
                ends ? instant(until) : null,
                blockedUntil == 0 || blockedUntil == Verdict.NEVER ? null : instant(blockedUntil),
                refused.degraded());
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
