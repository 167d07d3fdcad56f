package dev.botsentinel.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Debounce, requirements, escalation and update replay: what they refuse to be. */
class PolicyPartsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TOO_LONG = Duration.ofDays(36_501);

    private static List<String> problems(ThrowingCallable making) {
        return catchThrowableOfType(PolicyException.class, making).problems().stream()
                .map(PolicyProblem::toString)
                .toList();
    }

    @Test
    void debounceHasAWindowOrIsOff() {
        assertThat(Debounce.OFF.isOff()).isTrue();
        assertThat(Debounce.window(SECOND).isOff()).isFalse();
        assertThat(Debounce.window(SECOND).shadow()).isEqualTo(new Debounce(SECOND, Mode.SHADOW));
        assertThat(problems(() -> Debounce.window(Duration.ZERO))).hasSize(1);
        assertThat(problems(() -> Debounce.window(Duration.ofNanos(1)))).hasSize(1);
        assertThat(problems(() -> Debounce.window(TOO_LONG)))
                .containsExactly("window: window is PT876024H, but 36500d is the longest");
        assertThat(problems(Debounce.OFF::shadow)).hasSize(1);
    }

    @Test
    void requirementsNameNamesAndDurations() {
        assertThat(Requirement.NONE.isNone()).isTrue();
        assertThat(Requirement.role("admin").andRegistered().andStepUp(SECOND))
                .isEqualTo(new Requirement(true, Set.of("admin"), Set.of(), SECOND, Mode.ENFORCE));
        assertThat(problems(() -> new Requirement(false, Set.of(""), Set.of(" "), Duration.ZERO, Mode.ENFORCE)))
                .containsExactly(
                        "roles: roles has a blank name; remove it",
                        "permissions: permissions has a blank name; remove it",
                        "stepUp: stepUp is PT0S, but must be at least 1 µs, in whole microseconds");
    }

    @Test
    void requirementsKeepTheirOrder() {
        Requirement requirement = Requirement.permission("c", "a", "b");

        assertThat(requirement.permissions()).containsExactly("c", "a", "b");
        assertThat(requirement).isEqualTo(Requirement.permission("a", "b", "c"));
    }

    @Test
    void rolesDoNotChangeWithTheirMakers() {
        Set<String> names = new LinkedHashSet<>(Set.of("a"));
        Role role = new Role(names, names);
        names.add("b");

        assertThat(role.inherits()).containsExactly("a");
        assertThat(role.permissions()).containsExactly("a");
    }

    @Test
    void escalationHasPossibleNumbersAndTellsAllThatAreNot() {
        assertThat(problems(() -> Escalation.of(0, Duration.ZERO, List.of(), TOO_LONG)))
                .containsExactly(
                        "violations: violations is 0, but must be 1 to 1000",
                        "within: within is PT0S, but must be at least 1 µs, in whole microseconds",
                        "block: block has 0 durations, but needs 1 to 100, as in [1m, 1h]",
                        "forgetAfter: forgetAfter is PT876024H, but 36500d is the longest");
        assertThat(problems(() -> Escalation.of(1001, SECOND, Collections.nCopies(101, SECOND), SECOND)))
                .hasSize(2);
        assertThat(problems(() -> Escalation.of(1, SECOND, List.of(SECOND, TOO_LONG), SECOND)))
                .containsExactly("block: block is PT876024H, but 36500d is the longest");
    }

    @Test
    void theLastRungRepeats() {
        Escalation escalation = Escalation.of(1, SECOND, List.of(SECOND, SECOND.multipliedBy(2)), SECOND);

        assertThat(escalation.blockMicros(0)).isEqualTo(1_000_000);
        assertThat(escalation.blockMicros(1)).isEqualTo(2_000_000);
        assertThat(escalation.blockMicros(99)).isEqualTo(2_000_000);
    }

    @Test
    void jitterIsAPercentageThatShadowKeeps() {
        Escalation escalation = Escalation.of(1, SECOND, List.of(SECOND), SECOND);
        assertThat(escalation.jitterPercent()).isZero();
        assertThat(escalation.jitter(100).shadow().jitterPercent()).isEqualTo(100);
        assertThat(escalation.jitter(10)).isNotEqualTo(escalation).isEqualTo(escalation.jitter(10));
        assertThat(problems(() -> escalation.jitter(-1)))
                .containsExactly("jitter: jitter is -1%, but must be 0% to 100%");
        assertThat(problems(() -> escalation.jitter(101)))
                .containsExactly("jitter: jitter is 101%, but must be 0% to 100%");
    }

    @Test
    void aBlockWithJitterIsItsRungAndAPartOfIt() {
        Escalation escalation =
                Escalation.of(1, SECOND, List.of(SECOND.plusNanos(999_000), Duration.ofDays(36_500)), SECOND);
        assertThat(escalation.blockMicros(0, Escalation.MAX_DRAW)).isEqualTo(1_000_999);
        Escalation jittered = escalation.jitter(10);
        assertThat(jittered.blockMicros(0, 0)).isEqualTo(1_000_999);
        assertThat(jittered.blockMicros(0, Escalation.MAX_DRAW)).isEqualTo(1_000_999 + 100_099);
        assertThat(jittered.blockMicros(0, 9)).as("no whole millionth").isEqualTo(1_000_999);
        assertThat(jittered.blockMicros(0, 500_000)).isEqualTo(1_000_999 + 50_049);
        long longest = 36_500L * 86_400_000_000L;
        assertThat(jittered.jitter(100).blockMicros(1, Escalation.MAX_DRAW)).isEqualTo(2 * longest);
    }

    @Test
    void updateReplayHasAWindow() {
        assertThat(new UpdateReplay(SECOND).windowMicros()).isEqualTo(1_000_000);
        assertThatThrownBy(() -> new UpdateReplay(Duration.ZERO)).isInstanceOf(PolicyException.class);
    }

    @Test
    void textInMessagesIsShortAndOnOneLine() {
        assertThat(Quote.of("a\nb\t\u001B\u202E\uD800\u2028")).isEqualTo("'a\\nb\\t\\x1B\\u202E\\uD800\\u2028'");
        assertThat(Quote.bare("x".repeat(60))).hasSize(60);
        assertThat(Quote.bare("😀".repeat(61))).isEqualTo("😀".repeat(60) + "…");
        assertThat(Quote.escape("\uDB40\uDC01")).isEqualTo("\\U000E0001");
    }
}
