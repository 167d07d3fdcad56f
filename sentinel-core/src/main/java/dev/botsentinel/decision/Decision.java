package dev.botsentinel.decision;

import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the chain answers for one update. A refusal is a value, never an exception. Immutable. */
public sealed interface Decision {

    /** Whether the handler may run. */
    default boolean isAllowed() {
        return this instanceof Allowed;
    }

    /**
     * Whether the storage could not be reached and this was decided by what one instance knows: divided limits, and
     * blocks it had been told of. What needed no storage is not degraded.
     */
    boolean degraded();

    /** The decision in one readable line, numbers included, ids and content excluded; control characters are escaped. */
    String explain();

    /** How an update was allowed. */
    enum Passage {
        /** It passed the chain. */
        CHECKED,
        /** It is of a kind that is never dropped. */
        EXEMPT,
        /** It is a later part of an album that was admitted. */
        ALBUM
    }

    /**
     * The handler may run.
     *
     * @param passage how the update was allowed
     * @param remaining what each enforced limit has left, in the order examined; empty unless {@code CHECKED}
     * @param shadow what shadow rules would have denied, in chain order
     */
    record Allowed(Passage passage, List<Remaining> remaining, List<ShadowDenial> shadow, boolean degraded)
            implements Decision {

        public Allowed {
            remaining = remaining instanceof RemainingPermits ? remaining : List.copyOf(remaining);
            shadow = List.copyOf(shadow);
        }

        /** Allowed by a storage that can be reached. */
        public Allowed(Passage passage, List<Remaining> remaining, List<ShadowDenial> shadow) {
            this(passage, remaining, shadow, false);
        }

        /** The least of {@link #remaining()}; empty if no enforced limit applies. */
        public OptionalLong leastRemaining() {
            long least = Long.MAX_VALUE;
            for (Remaining one : remaining) {
                least = Math.min(least, one.permits());
            }
            return remaining.isEmpty() ? OptionalLong.empty() : OptionalLong.of(least);
        }

        @Override
        public String explain() {
            StringBuilder line = new StringBuilder("allowed");
            if (passage != Passage.CHECKED) {
                line.append(" as ").append(passage.name().toLowerCase(Locale.ROOT));
            }
            if (!remaining.isEmpty()) {
                line.append("; left: ")
                        .append(remaining.stream()
                                .map(one -> Quote.escape(one.applied().id()) + " " + one.permits())
                                .collect(Collectors.joining(", ")));
            }
            if (!shadow.isEmpty()) {
                line.append("; in shadow denied: ")
                        .append(shadow.stream()
                                .map(one -> one.reason().label() + " by " + Quote.escape(one.rule()))
                                .collect(Collectors.joining(", ")));
            }
            return (degraded ? line.append("; degraded") : line).toString();
        }
    }

    /**
     * The handler must not run.
     *
     * @param reason why
     * @param rule which rule: {@code blocklist}, {@code escalation}, {@code requires}, {@code update-id}, {@code
     *     debounce}, the limit's name or {@code entry#index}, {@code storage}, or the name an own interceptor gave
     * @param scope the scope in effect of a limit or debounce; null for all others
     * @param limit the limit that refused; null unless rate limited
     * @param remaining the whole permits it has left; null unless rate limited
     * @param retryAfter the wait after which a retry passes, if nobody else spends anything, exact to the microsecond;
     *     null where waiting doesn't help
     * @param reset the instant at which that wait ends; null where waiting doesn't help
     * @param blockedUntil the end of the timed block that is in force or has just begun; null if there is none
     */
    record Denied(
            Reason reason,
            String rule,
            @Nullable Scope scope,
            @Nullable RateLimit limit,
            @Nullable Long remaining,
            @Nullable Duration retryAfter,
            @Nullable Instant reset,
            @Nullable Instant blockedUntil,
            boolean degraded)
            implements Decision {

        /** Denied by a storage that can be reached, or without one. */
        public Denied(
                Reason reason,
                String rule,
                @Nullable Scope scope,
                @Nullable RateLimit limit,
                @Nullable Long remaining,
                @Nullable Duration retryAfter,
                @Nullable Instant reset,
                @Nullable Instant blockedUntil) {
            this(reason, rule, scope, limit, remaining, retryAfter, reset, blockedUntil, false);
        }

        /** A denial by a rule that has no numbers and no end. */
        public static Denied of(Reason reason, String rule) {
            return new Denied(reason, rule, null, null, null, null, null, null);
        }

        @Override
        public String explain() {
            StringBuilder line = new StringBuilder("denied: ")
                    .append(reason.label())
                    .append(" by ")
                    .append(Quote.escape(rule));
            if (limit != null) {
                line.append(" (").append(limit.describe()).append(')');
            }
            if (scope != null) {
                line.append(scope == Scope.GLOBAL ? " for everybody" : " for this " + scope.label());
            }
            if (remaining != null) {
                line.append(", ").append(remaining).append(" left");
            }
            line.append(retryAfter == null ? withoutWait(reason) : ", retry after " + seconds(retryAfter) + " s");
            if (blockedUntil != null) {
                line.append(", blocked until ").append(blockedUntil);
            }
            return (degraded ? line.append("; degraded") : line).toString();
        }

        /** What failed may work again any time: only of a refusal it can be said that waiting doesn't help. */
        private static String withoutWait(Reason reason) {
            return switch (reason) {
                case UNAVAILABLE, UNRESOLVED -> ", a retry may help";
                case STEP_UP_REQUIRED -> ", a second factor helps";
                default -> ", waiting doesn't help";
            };
        }

        /** In seconds, without the zeros at the end that say nothing. */
        private static String seconds(Duration duration) {
            return BigDecimal.valueOf(duration.toNanos() / 1000, 6)
                    .stripTrailingZeros()
                    .toPlainString();
        }
    }
}
