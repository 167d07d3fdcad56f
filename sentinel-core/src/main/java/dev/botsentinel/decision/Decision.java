package dev.botsentinel.decision;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.BuiltInRule;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PresentIds;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
        ALBUM,
        /** Limits and debounce spared who sent it. */
        TRUSTED
    }

    /**
     * The handler may run. What few ask for, such as {@link #remaining()}, is put together when it is asked for.
     * Immutable.
     */
    final class Allowed implements Decision {

        private final Passage passage;
        private final Plan plan;
        private final Verdict.Admitted verdict;
        private final List<ShadowDenial> shadow;

        private Allowed(Passage passage, Plan plan, Verdict.Admitted verdict, List<ShadowDenial> shadow) {
            this.passage = passage;
            this.plan = plan;
            this.verdict = verdict;
            this.shadow = shadow;
        }

        /**
         * Allowed, with these numbers.
         *
         * @param remaining what each enforced limit has left, in the order examined; empty unless {@code CHECKED} or {@code TRUSTED}
         * @param shadow what shadow rules would have denied, in chain order
         * @param degraded see {@link Decision#degraded()}
         */
        public Allowed(Passage passage, List<Remaining> remaining, List<ShadowDenial> shadow, boolean degraded) {
            this(passage, planOf(remaining), verdictOf(remaining, degraded), List.copyOf(shadow));
        }

        /** Allowed by a storage that can be reached. */
        public Allowed(Passage passage, List<Remaining> remaining, List<ShadowDenial> shadow) {
            this(passage, remaining, shadow, false);
        }

        /**
         * Allowed by the verdict on a plan.
         *
         * @param plan one that writes; without limits unless the passage is {@code CHECKED} or {@code TRUSTED}
         * @param shadow what shadow rules would have denied, in chain order; not copied
         */
        public static Allowed by(Passage passage, Plan plan, Verdict.Admitted verdict, List<ShadowDenial> shadow) {
            return new Allowed(passage, plan, verdict, shadow);
        }

        private static Plan planOf(List<Remaining> remaining) {
            List<Step> steps = remaining.stream()
                    .<Step>map(one -> new Step.TakePermits(one.applied()))
                    .toList();
            return new Plan(steps, new PresentIds(true, true, true, true), null, false);
        }

        private static Verdict.Admitted verdictOf(List<Remaining> remaining, boolean degraded) {
            long[] left = remaining.stream().mapToLong(Remaining::permits).toArray();
            return degraded ? Verdict.Admitted.degraded(left) : Verdict.Admitted.of(left);
        }

        /** How the update was allowed. */
        public Passage passage() {
            return passage;
        }

        /** What each enforced limit has left, in the order examined; empty unless {@code CHECKED} or {@code TRUSTED}. */
        public List<Remaining> remaining() {
            List<Remaining> remaining = new ArrayList<>();
            for (int i = 0; i < verdict.size(); i++) {
                if (isLeftOfEnforced(i)) {
                    Step.TakePermits limit = (Step.TakePermits) plan.steps().get(i);
                    remaining.add(new Remaining(limit.applied(), verdict.remaining(i)));
                }
            }
            return List.copyOf(remaining);
        }

        /** The least of {@link #remaining()}; empty if no enforced limit applies. */
        public OptionalLong leastRemaining() {
            long least = Long.MAX_VALUE;
            for (int i = 0; i < verdict.size(); i++) {
                if (isLeftOfEnforced(i)) {
                    least = Math.min(least, verdict.remaining(i));
                }
            }
            return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least);
        }

        private boolean isLeftOfEnforced(int step) {
            return verdict.remaining(step) >= 0 && plan.steps().get(step).mode() == Mode.ENFORCE;
        }

        /**
         * The steps by which the storage has remembered the update since this decision, so that a repeat is refused; what a
         * release forgets.
         */
        public List<Step.FirstSeen> remembered() {
            List<Step.FirstSeen> remembered = new ArrayList<>();
            for (int i = 0; i < verdict.size() && !isSharedFrom(i); i++) {
                if (plan.steps().get(i) instanceof Step.FirstSeen seen && !verdict.shadowRefused(i)) {
                    remembered.add(seen);
                }
            }
            return List.copyOf(remembered);
        }

        /** Of a later part of an album the storage remembers only what is asked of every part. */
        private boolean isSharedFrom(int step) {
            return verdict.isAlbumPart() && plan.steps().get(step) instanceof Step.Album;
        }

        /** What shadow rules would have denied, in chain order. */
        public List<ShadowDenial> shadow() {
            return shadow;
        }

        @Override
        public boolean degraded() {
            return verdict.degraded();
        }

        @Override
        public String explain() {
            StringBuilder line = new StringBuilder("allowed");
            if (passage != Passage.CHECKED) {
                line.append(" as ").append(passage.name().toLowerCase(Locale.ROOT));
            }
            List<Remaining> remaining = remaining();
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
            return (degraded() ? line.append("; degraded") : line).toString();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Allowed that
                    && passage == that.passage
                    && degraded() == that.degraded()
                    && remaining().equals(that.remaining())
                    && shadow.equals(that.shadow);
        }

        @Override
        public int hashCode() {
            return Objects.hash(passage, degraded(), remaining(), shadow);
        }

        /** What {@link #explain()} says. */
        @Override
        public String toString() {
            return explain();
        }
    }

    /** The handler must not run. Instants and durations are made when they are asked for. Immutable. */
    final class Denied implements Decision {

        private static final long NONE = Long.MIN_VALUE;

        private final Reason reason;
        private final String rule;
        private final @Nullable Scope scope;
        private final @Nullable RateLimit limit;
        private final long remaining;
        private final long retryAfterMicros;
        private final long resetMicros;
        private final long blockedUntilMicros;
        private final boolean albumPart;
        private final boolean violation;
        private final boolean degraded;

        private Denied(
                Reason reason,
                String rule,
                @Nullable Scope scope,
                @Nullable RateLimit limit,
                long remaining,
                long retryAfterMicros,
                long resetMicros,
                long blockedUntilMicros,
                boolean albumPart,
                boolean violation,
                boolean degraded) {
            this.reason = reason;
            this.rule = rule;
            this.scope = scope;
            this.limit = limit;
            this.remaining = remaining;
            this.retryAfterMicros = retryAfterMicros;
            this.resetMicros = resetMicros;
            this.blockedUntilMicros = blockedUntilMicros;
            this.albumPart = albumPart;
            this.violation = violation;
            this.degraded = degraded;
        }

        /**
         * Denied, with these numbers; each parameter is what the method of its name answers. Instants and durations are
         * cut to whole microseconds.
         */
        public Denied(
                Reason reason,
                String rule,
                @Nullable Scope scope,
                @Nullable RateLimit limit,
                @Nullable Long remaining,
                @Nullable Duration retryAfter,
                @Nullable Instant reset,
                @Nullable Instant blockedUntil,
                boolean degraded) {
            this(
                    reason,
                    rule,
                    scope,
                    limit,
                    remaining == null ? NONE : remaining,
                    retryAfter == null ? NONE : Micros.of(retryAfter),
                    reset == null ? NONE : Micros.of(reset),
                    blockedUntil == null ? NONE : Micros.of(blockedUntil),
                    false,
                    false,
                    degraded);
        }

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
            return new Denied(reason, rule, null, null, NONE, NONE, NONE, NONE, false, false, false);
        }

        /** A denial by a built-in rule that has no numbers and no end. */
        public static Denied of(Reason reason, BuiltInRule rule) {
            return of(reason, rule.label());
        }

        /** Denied because the subject is blocked. */
        public static Denied by(Verdict.Blocked blocked) {
            BuiltInRule rule =
                    blocked.source() == BlockSource.AUTOMATIC ? BuiltInRule.ESCALATION : BuiltInRule.BLOCKLIST;
            return until(
                    blocked.untilMicros(),
                    Reason.BLOCKED,
                    rule.label(),
                    null,
                    null,
                    NONE,
                    blocked,
                    blocked.untilMicros(),
                    false);
        }

        /** Denied because a value was seen before. */
        public static Denied by(Step.FirstSeen step, Verdict.Duplicate duplicate) {
            return switch (step.kind()) {
                case UPDATE_ID ->
                    until(
                            duplicate.untilMicros(),
                            Reason.DUPLICATE,
                            BuiltInRule.UPDATE_ID.label(),
                            null,
                            null,
                            NONE,
                            duplicate,
                            0,
                            false);
                case FINGERPRINT ->
                    until(
                            duplicate.untilMicros(),
                            Reason.DUPLICATE,
                            BuiltInRule.DEBOUNCE.label(),
                            step.scope(),
                            null,
                            NONE,
                            duplicate,
                            0,
                            false);
            };
        }

        /**
         * Denied by a limit. A denial that tips the escalation waits at least until the block ends.
         *
         * @param counted whether such a denial is a violation: the limit is the subject's own, and escalation counts it. A
         *     limit of one instance's own, in an outage, makes nobody an offender
         */
        public static Denied by(AppliedLimit applied, Verdict.RateLimited limited, boolean counted) {
            return until(
                    Math.max(limited.untilMicros(), limited.blockedUntilMicros()),
                    Reason.RATE_LIMITED,
                    applied.id(),
                    applied.scope(),
                    applied.limit(),
                    limited.remaining(),
                    limited,
                    limited.blockedUntilMicros(),
                    counted && !limited.degraded());
        }

        private static Denied until(
                long untilMicros,
                Reason reason,
                String rule,
                @Nullable Scope scope,
                @Nullable RateLimit limit,
                long remaining,
                Verdict.Refused refused,
                long blockedUntilMicros,
                boolean violation) {
            boolean ends = untilMicros != Verdict.NEVER;
            return new Denied(
                    reason,
                    rule,
                    scope,
                    limit,
                    remaining,
                    ends ? untilMicros - refused.nowMicros() : NONE,
                    ends ? untilMicros : NONE,
                    blockedUntilMicros == 0 || blockedUntilMicros == Verdict.NEVER ? NONE : blockedUntilMicros,
                    false,
                    violation,
                    refused.degraded());
        }

        /** This denial, of a later part of the album whose first part was denied so; no violation. */
        public Denied asAlbumPart() {
            return with(true, false);
        }

        /** This denial, as one that is a violation. */
        public Denied asViolation() {
            return with(false, true);
        }

        private Denied with(boolean isAlbumPart, boolean isViolation) {
            return new Denied(
                    reason,
                    rule,
                    scope,
                    limit,
                    remaining,
                    retryAfterMicros,
                    resetMicros,
                    blockedUntilMicros,
                    isAlbumPart,
                    isViolation,
                    degraded);
        }

        /** Why. */
        public Reason reason() {
            return reason;
        }

        /**
         * Which rule: that of a {@link BuiltInRule}, the limit's name or {@code entry#index}, or the name an own
         * interceptor gave.
         */
        public String rule() {
            return rule;
        }

        /** The scope in effect of a limit or debounce; null for all others. */
        public @Nullable Scope scope() {
            return scope;
        }

        /** The limit that refused; null unless rate limited. */
        public @Nullable RateLimit limit() {
            return limit;
        }

        /** The whole permits it has left; null unless rate limited. */
        public @Nullable Long remaining() {
            return remaining == NONE ? null : remaining;
        }

        /**
         * The wait after which a retry passes, if nobody else spends anything, exact to the microsecond; null where
         * waiting doesn't help.
         */
        public @Nullable Duration retryAfter() {
            return retryAfterMicros == NONE ? null : Micros.duration(retryAfterMicros);
        }

        /** The instant at which that wait ends; null where waiting doesn't help. */
        public @Nullable Instant reset() {
            return resetMicros == NONE ? null : Micros.instant(resetMicros);
        }

        /** The end of the timed block that is in force or has just begun; null if there is none. */
        public @Nullable Instant blockedUntil() {
            return hasBlockEnd() ? Micros.instant(blockedUntilMicros) : null;
        }

        /**
         * Whether it is a later part of an album whose first part was denied: then this is no violation, and nobody is told a
         * second time.
         */
        public boolean isAlbumPart() {
            return albumPart;
        }

        /**
         * Whether it is a violation: the limit that it names is the subject's own, and the policy's escalation counts denials
         * of such an update. Two cases it can't tell, since only the storage knows them: a denial that names a longer wait for
         * a chat or for everyone is none here, though an own limit may have refused, too; and what a subject does in a shadow
         * block is one here, though the count stands until that ends.
         */
        public boolean isViolation() {
            return violation;
        }

        /** Whether there is a {@link #blockedUntil()}. */
        public boolean hasBlockEnd() {
            return blockedUntilMicros != NONE;
        }

        @Override
        public boolean degraded() {
            return degraded;
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
            if (remaining != NONE) {
                line.append(", ").append(remaining).append(" left");
            }
            line.append(
                    retryAfterMicros == NONE
                            ? withoutWait(reason)
                            : ", retry after " + seconds(retryAfterMicros) + " s");
            if (hasBlockEnd()) {
                line.append(", blocked until ").append(blockedUntil());
            }
            if (albumPart) {
                line.append(", as the first part of its album");
            }
            return (degraded ? line.append("; degraded") : line).toString();
        }

        /** What failed may work again any time: only of a refusal it can be said that waiting doesn't help. */
        private static String withoutWait(Reason reason) {
            return switch (reason) {
                case UNAVAILABLE, UNRESOLVED -> ", a retry may help";
                case STEP_UP_REQUIRED -> ", a second factor helps";
                case BLOCKED, STALE, VETOED, UNREGISTERED, FORBIDDEN, DUPLICATE, RATE_LIMITED ->
                    ", waiting doesn't help";
            };
        }

        /** In seconds, without the zeros at the end that say nothing. */
        private static String seconds(long micros) {
            return BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Denied that
                    && reason == that.reason
                    && rule.equals(that.rule)
                    && scope == that.scope
                    && Objects.equals(limit, that.limit)
                    && remaining == that.remaining
                    && retryAfterMicros == that.retryAfterMicros
                    && resetMicros == that.resetMicros
                    && blockedUntilMicros == that.blockedUntilMicros
                    && albumPart == that.albumPart
                    && violation == that.violation
                    && degraded == that.degraded;
        }

        @Override
        public int hashCode() {
            return Objects.hash(reason, rule, scope, limit, remaining, retryAfterMicros, resetMicros, degraded);
        }

        /** What {@link #explain()} says. */
        @Override
        public String toString() {
            return explain();
        }
    }
}
