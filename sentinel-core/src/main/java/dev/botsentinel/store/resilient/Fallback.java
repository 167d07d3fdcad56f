package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.plan.Verdict.AdmittedBuilder;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Decides on a plan whose storage can't be asked, stage by stage as directed. Blocks that are known have been looked at
 * before. Thread-safe.
 */
/*
 * What goes on locally is a plan of its own, on the local storage, with divided limits. A denial by those makes nobody an
 * offender: the rest of a limit is a guess, and who is refused by a guess has done nothing. The verdict is told in the places
 * of the plan that was asked.
 */
final class Fallback {

    private final SentinelStore local;
    private final Directions directions;
    private final int instances;

    /** What each stage does. */
    record Directions(OnOutage blocklist, OnOutage debounce, OnOutage limits) implements Step.Cases<OnOutage> {

        @Override
        public OnOutage notBlocked(Step.NotBlocked step) {
            return blocklist;
        }

        @Override
        public OnOutage firstSeen(Step.FirstSeen step) {
            return debounce;
        }

        @Override
        public OnOutage takePermits(Step.TakePermits step) {
            return limits;
        }

        OnOutage of(Step step) {
            return Objects.requireNonNull(step.match(this));
        }
    }

    Fallback(SentinelStore local, Directions directions, int instances) {
        this.local = local;
        this.directions = directions;
        this.instances = instances;
    }

    /**
     * The degraded verdict; fails if a stage fails closed and nothing that ranks above refuses.
     *
     * @param cause why the storage can't be asked; null if it was not tried
     */
    CompletionStage<Verdict> evaluate(Plan plan, Facts facts, @Nullable Throwable cause) {
        int closed = firstClosed(plan.steps());
        boolean fails = closed < plan.steps().size();
        List<Integer> places = new ArrayList<>(closed);
        List<Step> steps = new ArrayList<>(closed);
        for (int i = 0; i < closed; i++) {
            Step step = plan.steps().get(i);
            if (!(step instanceof Step.NotBlocked) && directions.of(step) == OnOutage.LOCAL) {
                places.add(i);
                steps.add(local(step));
            }
        }
        if (steps.isEmpty()) {
            return fails ? failed(cause) : CompletableFuture.completedFuture(admitted(plan, places, null));
        }
        Plan asked = new Plan(steps, plan.hasSubject(), plan.hasChat(), null, plan.probe() || fails);
        return local.evaluate(asked, facts)
                .thenCompose(verdict -> verdict instanceof Verdict.Refused refused
                        ? CompletableFuture.completedFuture(refused(places, refused))
                        : fails
                                ? failed(cause)
                                : CompletableFuture.completedFuture(
                                        admitted(plan, places, (Verdict.Admitted) verdict)));
    }

    /** The first step that fails closed; the number of steps if none does. What is in shadow never decides. */
    private int firstClosed(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).mode() == Mode.ENFORCE && directions.of(steps.get(i)) == OnOutage.CLOSED) {
                return i;
            }
        }
        return steps.size();
    }

    private Step local(Step step) {
        return step instanceof Step.TakePermits take
                ? new Step.TakePermits(LocalLimit.of(take.applied(), instances))
                : step;
    }

    private static <T> CompletionStage<T> failed(@Nullable Throwable cause) {
        String message = "the storage can't be asked, and a stage that asks it fails closed";
        return CompletableFuture.failedFuture(
                cause == null ? new StoreException(message) : new StoreException(message, cause));
    }

    private static Verdict admitted(Plan plan, List<Integer> places, Verdict.@Nullable Admitted local) {
        AdmittedBuilder admitted = new AdmittedBuilder(plan.steps().size()).degraded();
        for (int i = 0; local != null && i < places.size(); i++) {
            if (local.shadowRefused(i)) {
                admitted.shadowRefused(places.get(i));
            } else {
                admitted.remaining(places.get(i), local.remaining(i));
            }
        }
        return admitted.build();
    }

    private static Verdict refused(List<Integer> places, Verdict.Refused local) {
        int step = places.get(local.step());
        if (local instanceof Verdict.Duplicate) {
            return new Verdict.Duplicate(step, local.nowMicros(), local.untilMicros(), true);
        }
        if (local instanceof Verdict.RateLimited limited) {
            return new Verdict.RateLimited(step, local.nowMicros(), local.untilMicros(), limited.remaining(), 0, true);
        }
        throw new StoreException("the local storage refused for a block that it was not asked about");
    }
}
