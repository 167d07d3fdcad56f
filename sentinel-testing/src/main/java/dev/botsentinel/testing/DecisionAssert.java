package dev.botsentinel.testing;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.Remaining;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says what a test expects of a decision. A check that fails throws an {@link AssertionError} with what was expected and
 * the decision in words. Needs no test framework.
 *
 * <pre>{@code
 * DecisionAssert.assertThat(sentinel.check(update))
 *         .isDenied(Reason.RATE_LIMITED)
 *         .byRule("money")
 *         .retryAfter(Duration.ofSeconds(30));
 * }</pre>
 */
public final class DecisionAssert {

    private final Decision decision;

    private DecisionAssert(Decision decision) {
        this.decision = decision;
    }

    /** Starts the checks of a decision. */
    public static DecisionAssert assertThat(Decision decision) {
        return new DecisionAssert(Objects.requireNonNull(decision, "decision"));
    }

    /** The handler may run. */
    public DecisionAssert isAllowed() {
        return check(decision.isAllowed(), "an allowed update");
    }

    /** The handler may run, for this reason: it passed the chain, is exempt or belongs to an album. */
    public DecisionAssert isAllowedAs(Passage passage) {
        return check(
                decision instanceof Allowed allowed && allowed.passage() == passage, "an update allowed as " + passage);
    }

    /** The handler must not run. */
    public DecisionAssert isDenied() {
        return check(!decision.isAllowed(), "a denied update");
    }

    /** The handler must not run, for this reason. */
    public DecisionAssert isDenied(Reason reason) {
        return check(decision instanceof Denied denied && denied.reason() == reason, "denied: " + reason.label());
    }

    /** Denied by the rule of this name: a limit's name, {@code entry#index}, {@code debounce}, {@code requires}… */
    public DecisionAssert byRule(String rule) {
        return check(denied().rule().equals(rule), "denied by " + rule);
    }

    /** Denied, and a retry passes exactly after this wait; null if waiting doesn't help. */
    public DecisionAssert retryAfter(@Nullable Duration wait) {
        return check(
                Objects.equals(denied().retryAfter(), wait),
                wait == null ? "no wait that helps" : "retry after " + wait);
    }

    /** Denied, and blocked until this instant; null if there is no timed block. */
    public DecisionAssert blockedUntil(@Nullable Instant end) {
        return check(
                Objects.equals(denied().blockedUntil(), end), end == null ? "no timed block" : "blocked until " + end);
    }

    /**
     * Allowed, and this limit has so many whole permits left.
     *
     * @param limit the limit's name, else {@code entry#index}
     */
    public DecisionAssert hasRemaining(String limit, long permits) {
        boolean found = false;
        for (Remaining left : allowed().remaining()) {
            found |= left.applied().id().equals(limit) && left.permits() == permits;
        }
        return check(found, permits + " permits left of " + limit);
    }

    /** Allowed, and a shadow rule of this name would have denied. */
    public DecisionAssert hasShadowDenial(String rule) {
        return check(
                allowed().shadow().stream().anyMatch(denial -> denial.rule().equals(rule)),
                "a shadow denial by " + rule);
    }

    /** Allowed, and no shadow rule would have denied. */
    public DecisionAssert hasNoShadowDenial() {
        return check(allowed().shadow().isEmpty(), "no shadow denial");
    }

    /** Decided without the shared storage. */
    public DecisionAssert isDegraded() {
        return check(decision.degraded(), "a degraded decision");
    }

    /** Decided on the shared state, or without a storage. */
    public DecisionAssert isNotDegraded() {
        return check(!decision.degraded(), "a decision that is not degraded");
    }

    private Denied denied() {
        isDenied();
        return (Denied) decision;
    }

    private Allowed allowed() {
        isAllowed();
        return (Allowed) decision;
    }

    private DecisionAssert check(boolean holds, String expected) {
        if (!holds) {
            throw new AssertionError("expected " + expected + ", but the decision is: " + decision.explain());
        }
        return this;
    }
}
