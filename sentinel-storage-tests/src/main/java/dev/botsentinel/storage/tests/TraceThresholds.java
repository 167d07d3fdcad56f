package dev.botsentinel.storage.tests;

import dev.botsentinel.policy.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a random trace must have met before its agreement shows anything; the same for plans and for whole guards. */
public final class TraceThresholds {

    /** The count of retries exactly at the end of a wait. */
    public static final String AT_THE_END = "exactly at the end of a wait";

    /** The count of retries one microsecond before the end of a wait. */
    public static final String JUST_BEFORE = "one microsecond before the end of a wait";

    /** The counts of all fallbacks of scopes. */
    public static final List<String> FALLBACKS = List.of(
            "fell back member -> user",
            "fell back member -> chat",
            "fell back member -> global",
            "fell back user -> chat",
            "fell back user -> global",
            "fell back chat -> user",
            "fell back chat -> global",
            "fell back topic -> chat",
            "fell back topic -> user",
            "fell back topic -> global",
            "fell back space -> chat",
            "fell back space -> user",
            "fell back space -> global",
            "fell back space-member -> user",
            "fell back space-member -> chat",
            "fell back space-member -> global");

    /** The counts of all scopes that took effect. */
    public static final List<String> SCOPES =
            Arrays.stream(Scope.values()).map(TraceThresholds::inEffect).toList();

    private static final double LEAST_DENIALS = 0.2;
    private static final double LEAST_SHARE = 0.01;
    private static final long LEAST_AT_EDGES = 1_000;

    private TraceThresholds() {}

    /** The count of what met a limit with this scope in effect. */
    public static String inEffect(Scope scope) {
        return "in effect " + scope.label();
    }

    /**
     * Fails unless at least a fifth of all was denied, each of {@code alwaysMet} was met in at least one of a hundred, and
     * there were at least 1,000 retries at each edge of a wait.
     *
     * @param all how many were asked
     * @param denials how many of them were denied
     * @param counts what was met, by name; what is missing never was
     * @param told the statistics, for the message
     * @throws AssertionError with all that is missing
     */
    public static void check(long all, long denials, Map<String, Long> counts, List<String> alwaysMet, Object told) {
        List<String> missing = new ArrayList<>();
        if (denials < LEAST_DENIALS * all) {
            missing.add("denials: " + denials);
        }
        for (String what : alwaysMet) {
            if (counts.getOrDefault(what, 0L) < LEAST_SHARE * all) {
                missing.add(what + ": " + counts.getOrDefault(what, 0L));
            }
        }
        for (String what : List.of(AT_THE_END, JUST_BEFORE)) {
            if (counts.getOrDefault(what, 0L) < LEAST_AT_EDGES) {
                missing.add(what + ": " + counts.getOrDefault(what, 0L));
            }
        }
        if (!missing.isEmpty()) {
            throw new AssertionError("the trace shows too little of " + missing + "; " + told);
        }
    }
}
