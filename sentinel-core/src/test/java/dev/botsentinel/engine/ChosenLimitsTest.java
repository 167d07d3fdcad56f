package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.guard.Interceptor;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.EffectivePolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits by principal. */
class ChosenLimitsTest extends RouteFixture {

    @ParameterizedTest
    @CsvSource({", *#0", "premium, paid", "staff,"})
    void theChosenLimitsStandInPlaceOfTheEntrysOwn(String choice, String limit) {
        Placement passing = Placement.NONE.addAfter(Stage.LIMITS, call -> Ruling.PASS);
        for (Placement own : List.of(Placement.NONE, passing)) {
            Compiled chain = chain(CHOOSABLE, own, choosing(new ArrayList<>(), choice));
            assertThat(kinds(chain.check(pay(), REGISTERED)))
                    .isEqualTo(
                            limit == null
                                    ? List.of("chat-not-blocked", "not-blocked")
                                    : List.of("chat-not-blocked", "not-blocked", limit));
        }
    }

    @Test
    void whoeverChoosesSeesThePrincipalAnonymousIfNobodyCouldTell() {
        List<String> asked = new ArrayList<>();
        Compiled chain = chain(CHOOSABLE, Placement.NONE, choosing(asked, "premium"));
        chain.check(pay(), REGISTERED);
        chain.check(pay(), new Resolution.Unresolved());
        assertThat(asked).containsExactly("somebody", "nobody");
    }

    @Test
    void aChoiceThatWasNotDeclaredDoesNotPass() {
        Compiled chain = chain(CHOOSABLE, Placement.NONE, choosing(new ArrayList<>(), "premiun"));
        assertThatIllegalStateException()
                .isThrownBy(() -> chain.check(pay(), REGISTERED))
                .withMessageContaining("premium");
    }

    /** Metrics must know all limits that a decision can name; interceptors see what the policy says of the action. */
    @Test
    void listenersKnowAllLimitsThatCanBeChosenAndInterceptorsTheEntrysOwn() {
        List<EffectivePolicy> seen = new ArrayList<>();
        Interceptor looking = call -> {
            seen.add(call.policy());
            return Ruling.PASS;
        };
        Placement own = Placement.NONE.addBefore(Stage.BLOCKLIST, looking).addAfter(Stage.LIMITS, looking);
        Compiled chain = chain(CHOOSABLE, own, choosing(new ArrayList<>(), "premium"));
        chain.check(pay(), REGISTERED);
        assertThat(chain.route(pay()).policy.limits())
                .extracting(AppliedLimit::id)
                .containsExactly("*#0", "paid");
        assertThat(seen).hasSize(2).allSatisfy(policy -> assertThat(policy).isSameAs(CHOOSABLE.effective("/pay")));
    }
}
