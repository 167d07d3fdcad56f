package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One plan as it is decided while the remote can't be asked, stage by stage as the rules say. Known blocks are looked at
 * before. Thread-safe.
 */
/*
 * What continues locally is a plan of its own, prepared on the local storage, with divided limits. Its denials count no
 * violations: the part of a limit is a guess, and a user refused by a guess has done nothing wrong. Where a stage fails
 * closed, the local plan ends before it and only asks. Verdicts name the steps of the plan that was asked for.
 */
final class Fallback {

    /** By step of the local plan, its place in the plan that was asked for. */
    private final int[] places;

    /** How many of the plan's steps are asked locally. */
    private final int asked;

    /** Null if nothing is asked of the local storage. */
    private final @Nullable PreparedPlan local;

    private final boolean failsClosed;

    /** What is admitted without asking anybody. */
    private final Verdict.Admitted unasked;

    private Fallback(int[] places, int asked, @Nullable PreparedPlan local, boolean failsClosed, int size) {
        this.places = places;
        this.asked = asked;
        this.local = local;
        this.failsClosed = failsClosed;
        this.unasked = Verdict.Admitted.degraded(nothing(size));
    }

    static Fallback prepare(Plan plan, SentinelStore local, OutageRules rules) {
        int size = plan.steps().size();
        int[] places = new int[size];
        List<Step> steps = new ArrayList<>(size);
        boolean failsClosed = false;
        for (int i = 0; i < size && !failsClosed; i++) {
            Step step = plan.steps().get(i);
            OutageRules.StageRule rule = rules.of(step);
            Step own = rule.local();
            if (rule.onOutage() == OnOutage.CLOSED) {
                failsClosed = step.mode() == Mode.ENFORCE; // what is in shadow never decides
            } else if (rule.onOutage() == OnOutage.LOCAL && own != null) {
                places[steps.size()] = i;
                steps.add(own);
            }
        }
        PreparedPlan prepared =
                steps.isEmpty() ? null : local.prepare(new Plan(steps, plan.ids(), null, plan.probe() || failsClosed));
        return new Fallback(places, steps.size(), prepared, failsClosed, size);
    }

    /**
     * The degraded verdict; fails if a stage fails closed and nothing that ranks above refuses.
     *
     * @param cause why the remote can't be asked; null if it was not tried
     */
    Answer evaluate(Facts facts, @Nullable Throwable cause) {
        if (local == null) {
            return failsClosed ? failed(cause) : unasked;
        }
        Answer answer = local.evaluate(facts);
        return answer instanceof Verdict verdict
                ? verdict(verdict, cause)
                : new Pending(answer.toStage()
                        .thenCompose(verdict -> verdict(verdict, cause).toStage()));
    }

    private Answer verdict(Verdict answer, @Nullable Throwable cause) {
        if (answer instanceof Verdict.Refused refused) {
            return refused.degradedAt(place(refused.step()));
        }
        return failsClosed ? failed(cause) : admitted((Verdict.Admitted) answer);
    }

    /** In the whole plan. What an album has elsewhere counts on from the steps, here and there. */
    private int place(int localStep) {
        return localStep < asked ? places[localStep] : unasked.size() + localStep - asked;
    }

    private Verdict.Admitted admitted(Verdict.Admitted answer) {
        if (answer.isAlbumPart()) {
            return Verdict.Admitted.albumPart(unasked.size(), true);
        }
        long[] steps = nothing(unasked.size());
        for (int i = 0; i < answer.size(); i++) {
            steps[places[i]] = answer.shadowRefused(i) ? Verdict.Admitted.SHADOW_REFUSED : answer.remaining(i);
        }
        return Verdict.Admitted.degraded(steps);
    }

    private static long[] nothing(int size) {
        long[] steps = new long[size];
        Arrays.fill(steps, Verdict.Admitted.NOTHING);
        return steps;
    }

    private static Answer failed(@Nullable Throwable cause) {
        String message = "the storage can't be asked, and a stage that asks it fails closed";
        return Pending.failed(cause == null ? new StoreException(message) : new StoreException(message, cause));
    }
}
