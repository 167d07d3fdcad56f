package dev.botsentinel.cli;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whose decisions another policy would change. Memory is bounded as that of {@link Summary} is. Not thread-safe. */
final class Changes {

    /** How a decision changes; what is left of a budget, and how long to wait, is no change. */
    enum Kind {
        NEWLY_DENIED,
        NEWLY_ALLOWED,
        /** Denied by both, by another rule or for another reason. */
        DENIED_OTHERWISE;

        /** Null if the decision stays as it is. */
        static @Nullable Kind between(Decision before, Decision after) {
            if (before.isAllowed() != after.isAllowed()) {
                return after.isAllowed() ? NEWLY_ALLOWED : NEWLY_DENIED;
            }
            return Cause.of(before).equals(Cause.of(after)) ? null : DENIED_OTHERWISE;
        }
    }

    /**
     * Why an update was denied.
     *
     * @param text rule and reason; {@code allowed} if it wasn't
     */
    record Cause(String text) {

        private static final Cause ALLOWED = new Cause("allowed");

        static Cause of(Decision decision) {
            return decision instanceof Denied denied
                    ? new Cause(denied.rule() + " " + denied.reason().label())
                    : ALLOWED;
        }
    }

    /** From which cause to which. */
    record Way(Cause from, Cause to) {}

    /** A way and how many updates go it. */
    record WayCount(Way way, long updates) {}

    private final Timeline timeline;
    private final Map<Kind, Long> totals = new EnumMap<>(Kind.class);
    private final Map<Way, Long> ways = new HashMap<>();
    private final TopCounts actions = new TopCounts(Summary.COUNTERS);
    private final TopCounts subjects = new TopCounts(Summary.COUNTERS);

    /** @param timeline gets the changes beside what else it counts */
    Changes(Timeline timeline) {
        this.timeline = timeline;
    }

    void add(Replayed replayed, Kind kind, Decision before, Decision after) {
        totals.merge(kind, 1L, Long::sum);
        ways.merge(new Way(Cause.of(before), Cause.of(after)), 1L, Long::sum);
        if (replayed.atMicros() > 0) {
            timeline.add(kind, replayed.atMicros());
        }
        if (kind != Kind.DENIED_OTHERWISE) {
            boolean denied = kind == Kind.NEWLY_DENIED;
            actions.add(replayed.request().action().name(), denied);
            if (replayed.request().subject() != null) {
                subjects.add(replayed.request().subject().id(), denied);
            }
        }
    }

    long total() {
        return totals.values().stream().mapToLong(Long::longValue).sum();
    }

    long total(Kind kind) {
        return totals.getOrDefault(kind, 0L);
    }

    /** From which rules to which, the most travelled first. */
    List<WayCount> ways(int count) {
        return ways.entrySet().stream()
                .map(entry -> new WayCount(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(WayCount::updates)
                        .reversed()
                        .thenComparing(one -> one.way().from().text())
                        .thenComparing(one -> one.way().to().text()))
                .limit(count)
                .toList();
    }

    /** Actions with updates newly allowed or denied: all that are seen here, and those denied. */
    List<TopCounts.Row> topActions(int count) {
        return actions.top(count);
    }

    /** Subjects newly allowed something or denied something. */
    List<TopCounts.Row> topSubjects(int count) {
        return subjects.top(count);
    }
}
