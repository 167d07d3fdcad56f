package dev.botsentinel.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Escalation ESCALATION = Escalation.of(1, MINUTE, List.of(MINUTE), MINUTE);

    private static Plan plan(Scope scope, boolean hasSubject, boolean hasChat) {
        Step step = new FirstSeen(FirstSeen.Kind.FINGERPRINT, scope, 7, 1, Mode.ENFORCE);
        return new Plan(
                List.of(NotBlocked.ENFORCE, step).subList(scope == Scope.USER ? 0 : 1, 2),
                hasSubject,
                hasChat,
                null,
                false);
    }

    @ParameterizedTest
    @CsvSource({
        "USER, true, false",
        "USER, true, true",
        "CHAT, false, true",
        "CHAT, true, true",
        "MEMBER, true, true",
        "GLOBAL, false, false",
        "GLOBAL, true, true"
    })
    void aStepMayConcernWhomTheRequestsHave(Scope scope, boolean hasSubject, boolean hasChat) {
        assertThat(plan(scope, hasSubject, hasChat).steps())
                .last()
                .extracting(Step::scope)
                .isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({
        "USER, false, false",
        "USER, false, true",
        "CHAT, false, false",
        "CHAT, true, false",
        "MEMBER, false, false",
        "MEMBER, true, false",
        "MEMBER, false, true"
    })
    void aStepNeedsTheIdsOfItsScope(Scope scope, boolean hasSubject, boolean hasChat) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(scope, hasSubject, hasChat))
                .withMessageStartingWith("the plan has a step of scope " + scope.label() + ", but not the ids for it");
    }

    @Test
    void violationsNeedASubject() {
        assertThat(new Plan(List.of(), true, false, ESCALATION, false).onDenied())
                .isEqualTo(ESCALATION);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Plan(List.of(), false, true, ESCALATION, false))
                .withMessage("violations are counted for a subject, but the plan has none");
    }

    @Test
    void aPlanDoesNotChangeWithTheListItWasMadeOf() {
        List<Step> steps = new ArrayList<>(List.of(NotBlocked.ENFORCE));
        Plan plan = new Plan(steps, true, false, null, false);
        steps.clear();
        assertThat(plan.steps()).containsExactly(NotBlocked.ENFORCE);
    }

    /** Storages and the guard find what they prepared by the plan. */
    @Test
    void plansAreEqualIfTheyAskTheSameOfTheSameKindOfRequest() {
        Plan plan = plan(Scope.USER, true, false);
        assertThat(plan)
                .isEqualTo(plan(Scope.USER, true, false))
                .hasSameHashCodeAs(plan(Scope.USER, true, false))
                .isNotEqualTo(plan(Scope.USER, true, true))
                .isNotEqualTo(new Plan(plan.steps(), true, false, null, true))
                .isNotEqualTo(new Plan(plan.steps(), true, false, ESCALATION, false));
    }
}
