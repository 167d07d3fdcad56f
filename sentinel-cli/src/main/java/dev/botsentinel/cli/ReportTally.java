package dev.botsentinel.cli;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the report knows beyond the {@link Summary}: when it happened, and which entry of the policy it fell under. Memory is
 * bounded by the policy and by {@link Timeline}. Not thread-safe.
 */
final class ReportTally implements ReplayListener {

    /** What is counted over time beside the reasons of denials. */
    enum Track {
        ALLOWED,
        DENIED,
        /** Updates that a shadow rule would have denied. */
        IN_SHADOW,
        /** Denials that escalation counts, by the limit that they name. */
        VIOLATIONS,
        /** Timed blocks that began. */
        BLOCKS
    }

    /** What became of the updates that fell under one entry of the policy. */
    static final class EntryTally {

        private final Map<String, Long> deniedBy = new HashMap<>();
        private final Map<String, Long> inShadowBy = new HashMap<>();
        private long updates;

        long updates() {
            return updates;
        }

        long denied(String rule) {
            return deniedBy.getOrDefault(rule, 0L);
        }

        long inShadow(String rule) {
            return inShadowBy.getOrDefault(rule, 0L);
        }
    }

    private static final EntryTally NONE = new EntryTally();
    private static final int COUNTERS = 10_000;

    private final PolicySet policy;
    private final Timeline timeline = new Timeline();
    private final Map<String, EntryTally> entries = new HashMap<>();
    private final Map<Enum<?>, Long> totals = new HashMap<>();
    private final TopCounts shadowSubjects = new TopCounts(COUNTERS);
    private long untimed;

    ReportTally(PolicySet policy) {
        this.policy = policy;
    }

    /** The summary counts them; they have no time. */
    @Override
    public void error(long n, String message) {}

    @Override
    public void decision(Replayed replayed, Decision decision) {
        Request request = replayed.request();
        EntryTally entry =
                entries.computeIfAbsent(policy.effective(request.path()).entry(), any -> new EntryTally());
        entry.updates++;
        untimed += replayed.atMicros() == 0 ? 1 : 0;
        if (decision instanceof Denied denied) {
            entry.deniedBy.merge(denied.rule(), 1L, Long::sum);
            denied(replayed, denied);
        } else if (decision instanceof Allowed allowed) {
            allowed.shadow().forEach(shadow -> entry.inShadowBy.merge(shadow.rule(), 1L, Long::sum));
            allowed(replayed, allowed.shadow());
        }
    }

    private void denied(Replayed replayed, Denied denied) {
        count(Track.DENIED, replayed);
        count(denied.reason(), replayed);
        if (denied.reason() == Reason.RATE_LIMITED) {
            if (denied.isViolation()) {
                count(Track.VIOLATIONS, replayed);
            }
            if (denied.blockedUntil() != null) {
                count(Track.BLOCKS, replayed);
            }
        }
    }

    private void allowed(Replayed replayed, List<ShadowDenial> shadow) {
        count(Track.ALLOWED, replayed);
        if (!shadow.isEmpty()) {
            count(Track.IN_SHADOW, replayed);
            if (replayed.request().subject() != null) {
                shadowSubjects.add(replayed.request().subject().id(), true);
            }
        }
    }

    private void count(Enum<?> track, Replayed replayed) {
        totals.merge(track, 1L, Long::sum);
        if (replayed.atMicros() > 0) {
            timeline.add(track, replayed.atMicros());
        }
    }

    PolicySet policy() {
        return policy;
    }

    Timeline timeline() {
        return timeline;
    }

    /** What was counted on a track, with a time or without. */
    long total(Enum<?> track) {
        return totals.getOrDefault(track, 0L);
    }

    /** What fell under an entry. */
    EntryTally entry(String entry) {
        return entries.getOrDefault(entry, NONE);
    }

    /** Whom shadow rules would have denied, most often first. */
    List<TopCounts.Row> topInShadow(int count) {
        return shadowSubjects.top(count);
    }

    /** How many updates came before any line told the time. */
    long untimed() {
        return untimed;
    }
}
