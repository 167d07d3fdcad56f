package dev.botsentinel.cli;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.request.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replay came to. Memory is bounded: rules come from the policy, actions and subjects from outsiders and are
 * counted by {@link TopCounts}. Not thread-safe.
 */
final class Summary implements ReplayListener {

    /** What one rule denied. */
    static final class RuleCount {

        private final String rule;
        private final Reason reason;
        private long denied;
        private long inShadow;

        private RuleCount(String rule, Reason reason) {
            this.rule = rule;
            this.reason = reason;
        }

        String rule() {
            return rule;
        }

        Reason reason() {
            return reason;
        }

        long denied() {
            return denied;
        }

        long inShadow() {
            return inShadow;
        }
    }

    private record RuleKey(String rule, Reason reason) {}

    /** An error line, for the eye. */
    record ErrorLine(long n, String message) {}

    /** How many actions and subjects are counted at most. */
    static final int COUNTERS = 10_000;

    private static final int ERRORS_KEPT = 3;

    private final TopCounts actions = new TopCounts(COUNTERS);
    private final TopCounts deniedSubjects = new TopCounts(COUNTERS);
    private final Map<RuleKey, RuleCount> rules = new HashMap<>();
    private final List<ErrorLine> firstErrors = new ArrayList<>();
    private final Map<Passage, Long> passages = new EnumMap<>(Passage.class);
    private long denied;
    private long errors;
    private long firstMicros;
    private long lastMicros;

    @Override
    public void error(long n, String message) {
        errors++;
        if (firstErrors.size() < ERRORS_KEPT) {
            firstErrors.add(new ErrorLine(n, message));
        }
    }

    @Override
    public void decision(Replayed replayed, Decision decision) {
        if (replayed.atMicros() > 0) {
            firstMicros = firstMicros == 0 ? replayed.atMicros() : firstMicros;
            lastMicros = replayed.atMicros();
        }
        Request request = replayed.request();
        actions.add(request.actionName(), !decision.isAllowed());
        if (decision instanceof Denied refusal) {
            denied++;
            rule(refusal.rule(), refusal.reason()).denied++;
            String subject = request.subjectId();
            if (subject != null) {
                deniedSubjects.add(subject, true);
            }
        } else if (decision instanceof Allowed allowed) {
            passages.merge(allowed.passage(), 1L, Long::sum);
            for (ShadowDenial shadow : allowed.shadow()) {
                rule(shadow.rule(), shadow.reason()).inShadow++;
            }
        }
    }

    private RuleCount rule(String rule, Reason reason) {
        return rules.computeIfAbsent(new RuleKey(rule, reason), key -> new RuleCount(key.rule, key.reason));
    }

    long allowed() {
        return passages.values().stream().mapToLong(Long::longValue).sum();
    }

    long allowed(Passage passage) {
        return passages.getOrDefault(passage, 0L);
    }

    long denied() {
        return denied;
    }

    long errors() {
        return errors;
    }

    long lines() {
        return allowed() + denied + errors;
    }

    List<ErrorLine> firstErrors() {
        return List.copyOf(firstErrors);
    }

    List<TopCounts.Row> topActions(int count) {
        return actions.top(count);
    }

    List<TopCounts.Row> topDeniedSubjects(int count) {
        return deniedSubjects.top(count);
    }

    /** All rules that denied something, in shadow or not, the busiest first. */
    List<RuleCount> rules() {
        return rules.values().stream()
                .sorted(Comparator.comparingLong((RuleCount row) -> row.denied + row.inShadow)
                        .reversed()
                        .thenComparing(RuleCount::rule)
                        .thenComparing(RuleCount::reason))
                .toList();
    }

    /** The first time that was recorded; null if none was. */
    @Nullable
    Instant first() {
        return firstMicros == 0 ? null : VirtualClock.ofMicros(firstMicros);
    }

    /** The last time that was recorded; null if none was. */
    @Nullable
    Instant last() {
        return lastMicros == 0 ? null : VirtualClock.ofMicros(lastMicros);
    }
}
