package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.storage.tests.TraceEvent.Ask;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a trace met, so that a test can assert that its traces matter. Counts are by name: {@code verdict RateLimited},
 * {@code refused by token-bucket}, {@code fell back member -> user}, {@code exactly at the end}, and so on.
 */
public final class TraceStatistics {

    private static final String BLOCKED_BY_CHAT = "blocked by its chat";

    private static final List<String> ALWAYS_MET = Stream.of(
                    Stream.of(
                            "verdict Admitted",
                            "verdict Blocked",
                            BLOCKED_BY_CHAT,
                            "verdict Duplicate",
                            "verdict RateLimited",
                            "refused by sliding-window",
                            "refused by token-bucket",
                            "refused by fixed-window",
                            "part of an admitted album",
                            "part of a refused album",
                            "with a calendar's limit",
                            "refused by a limit with a lockout"),
                    TraceThresholds.SCOPES.stream(),
                    TraceThresholds.FALLBACKS.stream())
            .flatMap(names -> names)
            .toList();

    private final Map<String, Long> counts = new TreeMap<>();
    private long plans;
    private long denials;

    TraceStatistics() {}

    void administered(TraceEvent.Act act) {
        count("administrators' operations");
        count("administrators' " + act.getClass().getSimpleName());
    }

    void asked(Ask ask, long atMicros, Verdict verdict) {
        plans++;
        count("verdict " + verdict.getClass().getSimpleName());
        if (ask.exactlyAtTheEnd(atMicros)) {
            count(TraceThresholds.AT_THE_END);
        }
        if (ask.oneMicrosecondBefore(atMicros)) {
            count(TraceThresholds.JUST_BEFORE);
        }
        if (ask.plan().probe()) {
            count("probe");
        }
        scopes(ask.plan()).forEach(this::count);
        if (ask.plan().steps().stream().anyMatch(TraceStatistics::countsInCalendar)) {
            count("with a calendar's limit");
        }
        if (verdict instanceof Verdict.Refused refused) {
            refused(ask.plan(), refused);
        } else if (verdict instanceof Verdict.Admitted admitted && admitted.isAlbumPart()) {
            count("part of an admitted album");
        } else if (verdict instanceof Verdict.Admitted admitted) {
            shadows(ask.plan(), admitted);
        }
    }

    private void refused(BoundPlan plan, Verdict.Refused refused) {
        denials++;
        if (refused instanceof Verdict.AlbumPart) {
            count("part of a refused album");
            return;
        }
        if (plan.steps().get(refused.step()) instanceof Step.NotBlocked check && check.ofChat()) {
            count(BLOCKED_BY_CHAT);
        }
        if (plan.steps().get(refused.step()) instanceof Step.TakePermits take) {
            count("refused by " + take.applied().limit().algorithm().label());
        }
        if (plan.steps().get(refused.step()) instanceof Step.TakePermits take
                && take.applied().limit().lockout() != null) {
            count("refused by a limit with a lockout");
        }
        if (refused instanceof Verdict.RateLimited limited && limited.blockedUntilMicros() != 0) {
            count("tipped the escalation");
        }
        if (refused.untilMicros() == Verdict.NEVER) {
            count("refused for ever");
        }
    }

    private static boolean countsInCalendar(Step step) {
        return step instanceof Step.TakePermits take && take.applied().limit().calendar() != null;
    }

    private void shadows(BoundPlan plan, Verdict.Admitted admitted) {
        for (int i = 0; i < admitted.size(); i++) {
            if (admitted.shadowRefused(i)) {
                count("shadow refusal by " + plan.steps().get(i).getClass().getSimpleName());
            }
        }
    }

    /** The scopes in effect and the fallbacks to them. */
    private static Set<String> scopes(BoundPlan plan) {
        Set<String> scopes = new HashSet<>();
        for (Step step : plan.steps()) {
            if (step instanceof Step.TakePermits take) {
                Scope declared = take.applied().limit().scope();
                scopes.add(TraceThresholds.inEffect(take.scope()));
                if (declared != take.scope()) {
                    scopes.add("fell back " + declared.label() + " -> "
                            + take.scope().label());
                }
            }
        }
        return scopes;
    }

    private void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    /** How many plans were evaluated. */
    public long plans() {
        return plans;
    }

    /** How many of them were refused. */
    public long denials() {
        return denials;
    }

    /** How many plans were refused by a limit of this algorithm. */
    public long refusedBy(Algorithm algorithm) {
        return counts.getOrDefault("refused by " + algorithm.label(), 0L);
    }

    /** All counts by name; what never happened is missing. */
    public Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    /** How many plans were a retry exactly at the end of a wait. */
    public long exactlyAtTheEnd() {
        return counts.getOrDefault(TraceThresholds.AT_THE_END, 0L);
    }

    /** How many plans were a retry one microsecond before the end of a wait. */
    public long oneMicrosecondBefore() {
        return counts.getOrDefault(TraceThresholds.JUST_BEFORE, 0L);
    }

    /**
     * Fails unless the trace shows something: at least a fifth of the plans denied; every kind of verdict, algorithm
     * (as the refusing one), scope and fallback of scopes in at least one of a hundred plans; and at least 1,000 retries
     * exactly at the end of a wait, and as many one microsecond before. Meant for {@link Differential#DEFAULT_PLANS}
     * and more.
     *
     * @return this
     * @throws AssertionError with all that is missing
     */
    public TraceStatistics assertTelling() {
        TraceThresholds.check(plans, denials, counts, ALWAYS_MET, this);
        return this;
    }

    @Override
    public String toString() {
        return plans + " plans, " + denials + " denied, " + counts;
    }
}
