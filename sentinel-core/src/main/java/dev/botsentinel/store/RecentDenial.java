package dev.botsentinel.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run of equal denials of one subject: the same action, reason and rule, nothing else in between. So a flood is one line, and doesn't
 * push out what came before it. No content. Immutable.
 *
 * @param first when the first of them was, by the time of the instance that denied it
 * @param last when the last one was
 * @param times how many there were, 1 or more
 * @param action what was asked for: an outsider's word
 * @param reason why it was denied, as logs call it: {@code rate_limited}
 * @param rule which rule denied it
 */
public record RecentDenial(Instant first, Instant last, long times, String action, String reason, String rule) {

    /** How long after its first denial a run still takes in another one. */
    public static final Duration LONGEST_RUN = Duration.ofMinutes(10);

    /** @throws IllegalArgumentException if it was never */
    public RecentDenial {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(rule, "rule");
        if (times < 1) {
            throw new IllegalArgumentException("a run has 1 denial or more, not " + times);
        }
    }

    /** One denial. */
    public static RecentDenial of(Instant at, String action, String reason, String rule) {
        return new RecentDenial(at, at, 1, action, reason, rule);
    }

    /** This run with the next one in it; null if that one begins a run of its own. */
    public @Nullable RecentDenial with(RecentDenial next) {
        boolean continued = action.equals(next.action)
                && rule.equals(next.rule)
                && reason.equals(next.reason)
                && next.last.isBefore(first.plus(LONGEST_RUN));
        return continued
                ? new RecentDenial(
                        first, next.last.isAfter(last) ? next.last : last, times + next.times, action, reason, rule)
                : null;
    }
}
