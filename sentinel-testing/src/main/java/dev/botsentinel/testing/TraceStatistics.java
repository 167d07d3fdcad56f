package dev.botsentinel.testing;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.testing.TraceEvent.Ask;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a trace met, so that a test can assert that its traces matter. Counts are by name: {@code verdict RateLimited},
 * {@code refused by token-bucket}, {@code fell back member -> user}, {@code exactly at the end}, and so on.
 */
public final class TraceStatistics {

    private static final String AT_THE_END = "exactly at the end of a wait";
    private static final String JUST_BEFORE = "one microsecond before the end of a wait";

    private static final double LEAST_DENIALS = 0.2;
    private static final double LEAST_SHARE = 0.01;
    private static final long LEAST_AT_EDGES = 1000;

    private static final List<String> ALWAYS_MET = List.of(
            "verdict Admitted",
            "verdict Blocked",
            "verdict Duplicate",
            "verdict RateLimited",
            "refused by sliding-window",
            "refused by token-bucket",
            "refused by fixed-window",
            "fell back member -> user",
            "fell back member -> chat",
            "fell back member -> global",
            "fell back user -> chat",
            "fell back user -> global",
            "fell back chat -> user",
            "fell back chat -> global");

    private final Map<String, Long> counts = new TreeMap<>();
    private long plans;
    private long denials;

    TraceStatistics() {}

    void administered() {
        count("administrators' operations");
    }

    void asked(Ask ask, long atMicros, Verdict verdict) {
        plans++;
        count("verdict " + verdict.getClass().getSimpleName());
        if (ask.exactlyAtTheEnd(atMicros)) {
            count(AT_THE_END);
        }
        if (ask.oneMicrosecondBefore(atMicros)) {
            count(JUST_BEFORE);
        }
        if (ask.plan().probe()) {
            count("probe");
        }
        fallbacks(ask.plan()).forEach(this::count);
        if (verdict instanceof Verdict.Refused refused) {
            refused(ask.plan(), refused);
        } else if (verdict instanceof Verdict.Admitted admitted) {
            shadows(ask.plan(), admitted);
        }
    }

    private void refused(Plan plan, Verdict.Refused refused) {
        denials++;
        if (plan.steps().get(refused.step()) instanceof Step.TakePermits take) {
            count("refused by " + take.applied().limit().algorithm().label());
        }
        if (refused instanceof Verdict.RateLimited limited && limited.blockedUntilMicros() != 0) {
            count("tipped the escalation");
        }
        if (refused.untilMicros() == Verdict.NEVER) {
            count("refused for ever");
        }
    }

    private void shadows(Plan plan, Verdict.Admitted admitted) {
        for (int i = 0; i < admitted.size(); i++) {
            if (admitted.shadowRefused(i)) {
                count("shadow refusal by " + plan.steps().get(i).getClass().getSimpleName());
            }
        }
    }

    private static Set<String> fallbacks(Plan plan) {
        Set<String> fallbacks = new HashSet<>();
        for (Step step : plan.steps()) {
            if (step instanceof Step.TakePermits take) {
                Scope declared = take.applied().limit().scope();
                if (declared != take.scope()) {
                    fallbacks.add("fell back " + declared.label() + " -> "
                            + take.scope().label());
                }
            }
        }
        return fallbacks;
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
        return counts.getOrDefault(AT_THE_END, 0L);
    }

    /** How many plans were a retry one microsecond before the end of a wait. */
    public long oneMicrosecondBefore() {
        return counts.getOrDefault(JUST_BEFORE, 0L);
    }

    /**
     * Fails unless the trace shows something: at least a fifth of the plans denied; every kind of verdict, algorithm
     * (as the refusing one) and fallback of scopes in at least one of a hundred plans; and at least 1,000 retries
     * exactly at the end of a wait, and as many one microsecond before. Meant for {@link Differential#DEFAULT_PLANS}
     * and more.
     *
     * @return this
     * @throws AssertionError with all that is missing
     */
    public TraceStatistics assertTelling() {
        List<String> missing = new ArrayList<>();
        if (denials < LEAST_DENIALS * plans) {
            missing.add("denials: " + denials);
        }
        for (String what : ALWAYS_MET) {
            if (counts.getOrDefault(what, 0L) < LEAST_SHARE * plans) {
                missing.add(what + ": " + counts.getOrDefault(what, 0L));
            }
        }
        for (String what : List.of(AT_THE_END, JUST_BEFORE)) {
            if (counts.getOrDefault(what, 0L) < LEAST_AT_EDGES) {
                missing.add(what + ": " + counts.getOrDefault(what, 0L));
            }
        }
        if (!missing.isEmpty()) {
            throw new AssertionError("the trace shows too little of " + missing + "; " + this);
        }
        return this;
    }

    @Override
    public String toString() {
        return plans + " plans, " + denials + " denied, " + counts;
    }
}
