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

    private static Plan plan(Scope scope, String subject, String chat) {
        Step step = new FirstSeen(FirstSeen.Kind.FINGERPRINT, scope, 7, 1, Mode.ENFORCE);
        return new Plan(
                List.of(NotBlocked.ENFORCE, step).subList(scope == Scope.USER ? 0 : 1, 2), subject, chat, null, false);
    }

    @ParameterizedTest
    @CsvSource({"USER, 1,", "USER, 1, 2", "CHAT, , 2", "CHAT, 1, 2", "MEMBER, 1, 2", "GLOBAL, ,", "GLOBAL, 1, 2"})
    void aStepConcernsTheOwnerOfItsScope(Scope scope, String subject, String chat) {
        assertThat(plan(scope, subject, chat).owner(scope)).isEqualTo(Owner.of(scope, subject, chat));
    }

    @ParameterizedTest
    @CsvSource({"USER, ,", "USER, , 2", "CHAT, ,", "CHAT, 1,", "MEMBER, ,", "MEMBER, 1,", "MEMBER, , 2"})
    void aStepNeedsTheIdsOfItsScope(Scope scope, String subject, String chat) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(scope, subject, chat))
                .withMessageStartingWith("the plan has a step of scope " + scope.label() + ", but not the ids for it");
    }

    @Test
    void violationsNeedASubject() {
        assertThat(new Plan(List.of(), "1", null, ESCALATION, false).onDenied()).isEqualTo(ESCALATION);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Plan(List.of(), null, "2", ESCALATION, false))
                .withMessage("violations are counted for a subject, but the plan has none");
    }

    @Test
    void aPlanDoesNotChangeWithTheListItWasMadeOf() {
        List<Step> steps = new ArrayList<>(List.of(NotBlocked.ENFORCE));
        Plan plan = new Plan(steps, "1", null, null, false);
        steps.clear();
        assertThat(plan.steps()).containsExactly(NotBlocked.ENFORCE);
    }
}
