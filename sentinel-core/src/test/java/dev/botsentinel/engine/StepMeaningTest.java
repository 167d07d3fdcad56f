package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StepMeaningTest {

    private static final RateLimit LIMIT = RateLimit.perMinute(3);
    private static final AppliedLimit MONEY = new AppliedLimit("money", "~money", Scope.MEMBER, LIMIT);

    static Stream<Arguments> meanings() {
        Verdict.Blocked automatic = new Verdict.Blocked(0, 1, 5, BlockSource.AUTOMATIC);
        Verdict.Blocked manual = new Verdict.Blocked(0, 1, 5, BlockSource.MANUAL);
        Verdict.Duplicate duplicate = new Verdict.Duplicate(0, 1, 5);
        Verdict.RateLimited limited = new Verdict.RateLimited(0, 1, 5, 2, 0);
        return Stream.of(
                Arguments.of(Step.NotBlocked.ENFORCE, automatic, Reason.BLOCKED, "escalation", null, "escalation"),
                Arguments.of(Step.NotBlocked.ENFORCE, manual, Reason.BLOCKED, "blocklist", null, "escalation"),
                Arguments.of(
                        new FirstSeen(FirstSeen.Kind.UPDATE_ID, Scope.USER, 1, Mode.ENFORCE),
                        duplicate,
                        Reason.DUPLICATE,
                        "update-id",
                        null,
                        "update-id"),
                Arguments.of(
                        new FirstSeen(FirstSeen.Kind.FINGERPRINT, Scope.CHAT, 1, Mode.ENFORCE),
                        duplicate,
                        Reason.DUPLICATE,
                        "debounce",
                        Scope.CHAT,
                        "debounce"),
                Arguments.of(
                        new Step.TakePermits(MONEY), limited, Reason.RATE_LIMITED, "money", Scope.MEMBER, "money"));
    }

    @ParameterizedTest
    @MethodSource("meanings")
    void everyKindOfStepHasItsDenialAndItsReport(
            Step step, Verdict.Refused refused, Reason reason, String rule, Scope scope, String shadowRule) {
        StepMeaning meaning = StepMeaning.of(step, false);
        Denied denied = meaning.denied().apply(refused);
        assertThat(denied.reason()).isEqualTo(reason);
        assertThat(denied.rule()).isEqualTo(rule);
        assertThat(denied.scope()).isEqualTo(scope);
        assertThat(denied.limit()).isEqualTo(reason == Reason.RATE_LIMITED ? LIMIT : null);
        assertThat(meaning.shadow()).isEqualTo(new ShadowDenial(reason, shadowRule));
    }
}
