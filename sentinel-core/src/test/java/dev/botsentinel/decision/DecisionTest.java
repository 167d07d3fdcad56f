package dev.botsentinel.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.BuiltInRule;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionTest {

    private static final RateLimit LIMIT = RateLimit.slidingWindow(3, Duration.ofSeconds(30));

    @Test
    void anAdmissionSaysWhatIsLeft() {
        Allowed allowed =
                new Allowed(Passage.CHECKED, List.of(remaining("money", 2), remaining("/pay#0", 7)), List.of());
        assertThat(allowed.explain()).isEqualTo("allowed; left: money 2, /pay#0 7");
        assertThat(allowed.leastRemaining()).hasValue(2);
    }

    @Test
    void anAdmissionWithoutLimitsIsAWord() {
        Allowed allowed = new Allowed(Passage.CHECKED, List.of(), List.of());
        assertThat(allowed.explain()).isEqualTo("allowed");
        assertThat(allowed.leastRemaining()).isEmpty();
    }

    @Test
    void anAdmissionSaysHowItCameAbout() {
        assertThat(new Allowed(Passage.EXEMPT, List.of(), List.of()).explain()).isEqualTo("allowed as exempt");
        assertThat(new Allowed(Passage.ALBUM, List.of(), List.of()).explain()).isEqualTo("allowed as album");
    }

    @Test
    void anAdmissionSaysWhatShadowRulesWouldHaveDone() {
        Allowed allowed = new Allowed(
                Passage.CHECKED,
                List.of(),
                List.of(
                        new ShadowDenial(Reason.STEP_UP_REQUIRED, "requires"),
                        new ShadowDenial(Reason.RATE_LIMITED, "trial")));
        assertThat(allowed.explain())
                .isEqualTo("allowed; in shadow denied: step_up_required by requires, rate_limited by trial");
    }

    @Test
    void aRateLimitedDenialHasAllItsNumbers() {
        Instant end = Instant.parse("2026-01-01T00:01:00.000001Z");
        Denied denied =
                new Denied(Reason.RATE_LIMITED, "money", Scope.USER, LIMIT, 0L, Duration.ofSeconds(12), end, end);
        assertThat(denied.explain())
                .isEqualTo("denied: rate_limited by money (3 per 30s, sliding-window, per user) for this user, 0 left,"
                        + " retry after 12 s, blocked until 2026-01-01T00:01:00.000001Z");
    }

    @Test
    void aDenialWithoutAnEndSaysSo() {
        assertThat(Denied.of(Reason.BLOCKED, "blocklist").explain())
                .isEqualTo("denied: blocked by blocklist, waiting doesn't help");
    }

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, a retry may help",
        "UNRESOLVED, a retry may help",
        "STEP_UP_REQUIRED, a second factor helps",
        "VETOED, waiting doesn't help",
        "FORBIDDEN, waiting doesn't help"
    })
    void aDenialWithoutAWaitSaysWhatHelps(Reason reason, String help) {
        assertThat(Denied.of(reason, "rule").explain()).isEqualTo("denied: " + reason.label() + " by rule, " + help);
    }

    @Test
    void noNameBreaksTheLine() {
        String name = "a\r\nb\u2028\u001b[31m\u202e";
        String escaped = "a\\r\\nb\\u2028\\x1B[31m\\u202E";
        assertThat(Denied.of(Reason.VETOED, name).explain()).contains("by " + escaped + ",");
        assertThat(new Allowed(
                                Passage.CHECKED,
                                List.of(remaining(name, 1)),
                                List.of(new ShadowDenial(Reason.RATE_LIMITED, name)))
                        .explain())
                .isEqualTo("allowed; left: " + escaped + " 1; in shadow denied: rate_limited by " + escaped);
    }

    @ParameterizedTest(name = "{0} µs: {1} s")
    @CsvSource({"1, 0.000001", "250000, 0.25", "1000000, 1", "100000000, 100", "3153600000000001, 3153600000.000001"})
    void waitsAreSaidInSecondsToTheMicrosecond(long micros, String seconds) {
        Instant end = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        Denied denied = new Denied(
                Reason.DUPLICATE,
                "debounce",
                Scope.USER,
                null,
                null,
                Duration.of(micros, ChronoUnit.MICROS),
                end,
                null);
        assertThat(denied.explain())
                .isEqualTo("denied: duplicate by debounce for this user, retry after " + seconds + " s");
    }

    @Test
    void onlyAnAdmissionIsAllowed() {
        assertThat(new Allowed(Passage.EXEMPT, List.of(), List.of()).isAllowed())
                .isTrue();
        assertThat(Denied.of(Reason.UNAVAILABLE, "storage").isAllowed()).isFalse();
    }

    @Test
    void whatAPlanAdmittedTellsWhatItsEnforcedLimitsHaveLeft() {
        TakePermits first = take("first", LIMIT);
        TakePermits trial = take("trial", LIMIT.shadow());
        TakePermits unexamined = take("unexamined", LIMIT);
        TakePermits last = take("last", LIMIT);
        Plan plan = plan(NotBlocked.ENFORCE, first, trial, unexamined, last);
        Verdict.Admitted verdict = new Verdict.AdmittedBuilder(5)
                .remaining(1, 7)
                .remaining(2, 0)
                .remaining(4, 2)
                .build();
        List<ShadowDenial> shadow = List.of(new ShadowDenial(Reason.DUPLICATE, "debounce"));
        Allowed allowed = Allowed.by(Passage.CHECKED, plan, verdict, shadow);
        assertThat(allowed.remaining())
                .containsExactly(new Remaining(first.applied(), 7), new Remaining(last.applied(), 2));
        assertThat(allowed.leastRemaining()).hasValue(2);
        assertThat(allowed.shadow()).isEqualTo(shadow);
        assertThat(allowed.passage()).isEqualTo(Passage.CHECKED);
        assertThat(allowed.degraded()).isFalse();
        assertThat(allowed.explain())
                .isEqualTo("allowed; left: first 7, last 2; in shadow denied: duplicate by debounce");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> allowed.remaining().clear());
    }

    @Test
    void whatWasAdmittedIsTheSameHoweverItWasMade() {
        TakePermits first = take("first", LIMIT);
        Verdict.Admitted verdict =
                new Verdict.AdmittedBuilder(2).remaining(1, 7).degraded().build();
        Allowed byPlan = Allowed.by(Passage.CHECKED, plan(NotBlocked.ENFORCE, first), verdict, List.of());
        Allowed byHand = new Allowed(Passage.CHECKED, List.of(new Remaining(first.applied(), 7)), List.of(), true);
        assertThat(byPlan).isEqualTo(byHand).hasSameHashCodeAs(byHand).hasToString(byHand.toString());
        assertThat(byHand.remaining()).isEqualTo(byPlan.remaining());
        assertThat(byHand.leastRemaining()).hasValue(7);
    }

    @Test
    void admissionsAreEqualIfAllThatTheySayIs() {
        List<Remaining> left = List.of(remaining("a", 1));
        List<ShadowDenial> shadow = List.of(new ShadowDenial(Reason.VETOED, "mine"));
        Allowed allowed = new Allowed(Passage.CHECKED, left, shadow, false);
        assertThat(allowed)
                .isEqualTo(new Allowed(Passage.CHECKED, List.of(remaining("a", 1)), List.copyOf(shadow)))
                .isNotEqualTo(new Allowed(Passage.ALBUM, left, shadow))
                .isNotEqualTo(new Allowed(Passage.CHECKED, List.of(remaining("a", 2)), shadow))
                .isNotEqualTo(new Allowed(Passage.CHECKED, List.of(remaining("b", 1)), shadow))
                .isNotEqualTo(new Allowed(Passage.CHECKED, left, List.of()))
                .isNotEqualTo(new Allowed(Passage.CHECKED, left, shadow, true))
                .isNotEqualTo(Denied.of(Reason.VETOED, "mine"))
                .hasToString(allowed.explain());
    }

    @Test
    void anAdmissionDoesNotChangeWithTheListsItWasMadeOf() {
        List<Remaining> left = new ArrayList<>(List.of(remaining("a", 1)));
        List<ShadowDenial> shadow = new ArrayList<>(List.of(new ShadowDenial(Reason.VETOED, "mine")));
        Allowed allowed = new Allowed(Passage.CHECKED, left, shadow);
        left.clear();
        shadow.clear();
        assertThat(allowed.remaining()).hasSize(1);
        assertThat(allowed.shadow()).hasSize(1);
    }

    @Test
    void denialsAreEqualIfAllThatTheySayIs() {
        Instant end = Instant.parse("2026-01-01T00:01:00.000001Z");
        Duration wait = Duration.ofSeconds(12);
        Denied denied = new Denied(Reason.RATE_LIMITED, "money", Scope.USER, LIMIT, 0L, wait, end, end, false);
        assertThat(denied)
                .isEqualTo(new Denied(Reason.RATE_LIMITED, "money", Scope.USER, LIMIT, 0L, wait, end, end))
                .hasSameHashCodeAs(new Denied(Reason.RATE_LIMITED, "money", Scope.USER, LIMIT, 0L, wait, end, end))
                .hasToString(denied.explain());
        RateLimit otherLimit = RateLimit.perMinute(4);
        assertThat(List.of(
                        new Denied(Reason.DUPLICATE, "money", Scope.USER, LIMIT, 0L, wait, end, end),
                        new Denied(Reason.RATE_LIMITED, "other", Scope.USER, LIMIT, 0L, wait, end, end),
                        new Denied(Reason.RATE_LIMITED, "money", null, LIMIT, 0L, wait, end, end),
                        new Denied(Reason.RATE_LIMITED, "money", Scope.USER, otherLimit, 0L, wait, end, end),
                        new Denied(Reason.RATE_LIMITED, "money", Scope.USER, LIMIT, null, wait, end, end),
                        new Denied(Reason.RATE_LIMITED, "money", Scope.USER, LIMIT, 0L, null, end, end),
                        new Denied(Reason.RATE_LIMITED, "money", Scope.USER, LIMIT, 0L, wait, null, end),
                        new Denied(Reason.RATE_LIMITED, "money", Scope.USER, LIMIT, 0L, wait, end, null),
                        new Denied(Reason.RATE_LIMITED, "money", Scope.USER, LIMIT, 0L, wait, end, end, true)))
                .doesNotContain(denied)
                .doesNotHaveDuplicates();
    }

    @Test
    void aDenialGivesBackWhatItWasMadeOf() {
        Instant end = Instant.parse("2026-01-01T00:01:00.000001Z");
        Denied denied = new Denied(
                Reason.RATE_LIMITED, "money", Scope.USER, LIMIT, 0L, Duration.ofNanos(7000), end, end.plusSeconds(1));
        assertThat(denied.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(denied.rule()).isEqualTo("money");
        assertThat(denied.scope()).isEqualTo(Scope.USER);
        assertThat(denied.limit()).isEqualTo(LIMIT);
        assertThat(denied.remaining()).isZero();
        assertThat(denied.retryAfter()).isEqualTo(Duration.ofNanos(7000));
        assertThat(denied.reset()).isEqualTo(end);
        assertThat(denied.blockedUntil()).isEqualTo(end.plusSeconds(1));
        assertThat(denied.hasBlockEnd()).isTrue();

        Denied bare = Denied.of(Reason.VETOED, "mine");
        assertThat(bare.scope()).isNull();
        assertThat(bare.limit()).isNull();
        assertThat(bare.remaining()).isNull();
        assertThat(bare.retryAfter()).isNull();
        assertThat(bare.reset()).isNull();
        assertThat(bare.blockedUntil()).isNull();
        assertThat(bare.hasBlockEnd()).isFalse();
        assertThat(bare.degraded()).isFalse();
        assertThat(bare).isEqualTo(new Denied(Reason.VETOED, "mine", null, null, null, null, null, null));
    }

    /** 0 is an instant and a wait like any other, and so are instants before 1970. */
    @Test
    void zeroAndBelowAreValues() {
        Denied denied = new Denied(
                Reason.RATE_LIMITED,
                "money",
                Scope.USER,
                LIMIT,
                0L,
                Duration.ZERO,
                Instant.EPOCH,
                Instant.EPOCH.minusSeconds(1));
        assertThat(denied.retryAfter()).isEqualTo(Duration.ZERO);
        assertThat(denied.reset()).isEqualTo(Instant.EPOCH);
        assertThat(denied.blockedUntil()).isEqualTo(Instant.EPOCH.minusSeconds(1));
    }

    @Test
    void waitsAndInstantsAreCutToMicroseconds() {
        Denied denied = new Denied(
                Reason.DUPLICATE,
                "debounce",
                Scope.USER,
                null,
                null,
                Duration.ofNanos(1999),
                Instant.EPOCH.plusNanos(2999),
                Instant.EPOCH.plusNanos(3999));
        assertThat(denied.retryAfter()).isEqualTo(Duration.ofNanos(1000));
        assertThat(denied.reset()).isEqualTo(Instant.EPOCH.plusNanos(2000));
        assertThat(denied.blockedUntil()).isEqualTo(Instant.EPOCH.plusNanos(3000));
    }

    @ParameterizedTest
    @EnumSource(BuiltInRule.class)
    void aBuiltInRuleHasItsName(BuiltInRule rule) {
        assertThat(Denied.of(Reason.UNAVAILABLE, rule)).isEqualTo(Denied.of(Reason.UNAVAILABLE, rule.label()));
    }

    private static Plan plan(Step... steps) {
        return new Plan(List.of(steps), true, false, null, false);
    }

    private static TakePermits take(String id, RateLimit limit) {
        return new TakePermits(new AppliedLimit(id, "=" + id, Scope.USER, limit));
    }

    private static Remaining remaining(String id, long permits) {
        return new Remaining(new AppliedLimit(id, "=" + id, Scope.USER, LIMIT), permits);
    }
}
