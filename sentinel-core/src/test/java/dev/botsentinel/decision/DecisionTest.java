package dev.botsentinel.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private static Remaining remaining(String id, long permits) {
        return new Remaining(new AppliedLimit(id, "=" + id, Scope.USER, LIMIT), permits);
    }
}
