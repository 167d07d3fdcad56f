package dev.botsentinel.engine;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PresentIds;
import dev.botsentinel.store.PreparedPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the guard asks the storage about one kind of request, prepared, and what each answer means. Immutable.
 *
 * <p>A check that a local stage has refused asks only for what ranks above that refusal, and writes nothing.
 */
final class Check {

    private static final Plan NO_PLAN = new Plan(List.of(), PresentIds.NONE, null, true);
    private static final StepMeaning[] NO_MEANINGS = {};
    private static final List<ShadowDenial> NOTHING_REPORTED = List.of();

    /** What a block check answers if nothing refuses for good: allowed to go on, not to pass. */
    static final Allowed NOT_BLOCKED = new Allowed(Passage.CHECKED, List.of(), List.of());

    /** A shadow denial that needed no storage, and how many of the steps rank above it. */
    record LocalReport(int stepsBefore, ShadowDenial denial) {}

    /** What is asked of the storage; null if it has no say. */
    final @Nullable PreparedPlan prepared;

    private final Plan plan;

    /** Of the plan's steps, then of those that its album has elsewhere. */
    private final StepMeaning[] meanings;

    /** Whether shadow rules may have something to report. */
    private final boolean hasReports;

    private final Passage passage;
    private final @Nullable Decision local;
    private final List<LocalReport> reports;

    private Check(
            Plan plan,
            @Nullable PreparedPlan prepared,
            StepMeaning[] meanings,
            boolean hasReports,
            Passage passage,
            @Nullable Decision local,
            List<LocalReport> reports) {
        this.plan = plan;
        this.prepared = prepared;
        this.meanings = meanings;
        this.hasReports = hasReports;
        this.passage = passage;
        this.local = local;
        this.reports = reports;
    }

    /**
     * A check that passes if the plan does.
     *
     * @param preparer prepares the plan, unless there is nothing to ask
     */
    static Check of(Plan plan, Function<Plan, PreparedPlan> preparer, Passage passage) {
        PreparedPlan prepared = plan.steps().isEmpty() ? null : preparer.apply(plan);
        StepMeaning[] meanings = Stream.concat(
                        plan.steps().stream(),
                        plan.steps().stream()
                                .filter(Step.Album.class::isInstance)
                                .flatMap(album -> ((Step.Album) album).elsewhere().stream()))
                .map(step -> StepMeaning.of(step, plan.onDenied() != null))
                .toArray(StepMeaning[]::new);
        boolean hasReports =
                passage != Passage.EXEMPT && plan.steps().stream().anyMatch(step -> step.mode() == Mode.SHADOW);
        return new Check(plan, prepared, meanings, hasReports, passage, null, List.of());
    }

    /** A check that asks nothing and denies. */
    static Check refused(Denied denied) {
        return new Check(NO_PLAN, null, NO_MEANINGS, false, Passage.CHECKED, denied, List.of());
    }

    /**
     * This check with an answer of the guard's own, should no step refuse.
     *
     * @param answer a denial, or {@link #NOT_BLOCKED}
     */
    Check orElse(Decision answer) {
        return new Check(plan, prepared, meanings, hasReports, passage, answer, List.of());
    }

    /** This check with what shadow rules would have denied locally. */
    Check reporting(List<LocalReport> local) {
        return new Check(plan, prepared, meanings, true, passage, null, local);
    }

    /** What is asked. */
    List<Step> steps() {
        return plan.steps();
    }

    /** The decision if the storage has no say. */
    Decision decision() {
        return decision(Verdict.Admitted.EMPTY);
    }

    /** What the storage's verdict means. */
    Decision decision(Verdict verdict) {
        if (verdict instanceof Verdict.Refused refused) {
            return denied(refused);
        }
        if (local != null) {
            return local;
        }
        Verdict.Admitted admitted = (Verdict.Admitted) verdict;
        if (admitted.isAlbumPart()) {
            return Allowed.by(Passage.ALBUM, plan, admitted, NOTHING_REPORTED);
        }
        return Allowed.by(passage, plan, admitted, hasReports ? reported(admitted) : NOTHING_REPORTED);
    }

    /**
     * A block check comes before the principal is known. A limit or debounce of an own step before the blocklist then has
     * no last word: the whole plan says by which of its steps it refuses, and what that counts for.
     */
    private Decision denied(Verdict.Refused refused) {
        if (local == NOT_BLOCKED && !(refused instanceof Verdict.Blocked)) {
            return NOT_BLOCKED;
        }
        Denied denied = meanings[refused.step()]
                .denied()
                .apply(refused instanceof Verdict.AlbumPart part ? part.of() : refused);
        return refused instanceof Verdict.AlbumPart ? denied.asAlbumPart() : denied;
    }

    /** What shadow rules would have denied, in chain order. */
    private List<ShadowDenial> reported(Verdict.Admitted verdict) {
        List<ShadowDenial> shadow = new ArrayList<>(0);
        int next = 0;
        int size = plan.steps().size();
        for (int i = 0; i <= size; i++) {
            while (next < reports.size() && reports.get(next).stepsBefore() <= i) {
                shadow.add(reports.get(next++).denial());
            }
            if (i < size && verdict.shadowRefused(i)) {
                shadow.add(Objects.requireNonNull(meanings[i].shadow(), "a step without a shadow mode"));
            }
        }
        return shadow.isEmpty() ? List.of() : List.copyOf(shadow);
    }
}
