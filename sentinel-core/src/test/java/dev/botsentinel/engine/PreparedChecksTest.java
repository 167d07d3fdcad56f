package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What doesn't depend on an update is made once. */
class PreparedChecksTest extends RouteFixture {

    @Test
    void whatIsAskedOfOneKindOfRequestIsPreparedOnce() {
        Compiled chain = chain(EVERYTHING);
        Check check = chain.check(pay(), REGISTERED);
        Request.Builder other = pay().subject(43).chat(8).updateId(2).text("/pay 6");
        assertThat(chain.check(other, REGISTERED)).isSameAs(check);
        assertThat(store.prepared).hasSize(1);
        assertThat(chain.check(pay().content(null), REGISTERED)).isNotSameAs(check);
        assertThat(chain.check(pay().chat((String) null), REGISTERED)).isNotSameAs(check);
        assertThat(store.prepared).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void nothingIsPreparedBeforeItIsNeeded() {
        Compiled chain = chain(EVERYTHING);
        assertThat(store.prepared).isEmpty();
        chain.check(pay().subject("666"), REGISTERED);
        assertThat(store.prepared).isEmpty();
    }

    @Test
    void ownStepsThatAreTheSameForManyUpdatesArePreparedOnce() {
        Placement own = Placement.NONE.addAfter(
                Stage.LIMITS,
                call -> Ruling.steps(new FirstSeen(
                        FirstSeen.Kind.FINGERPRINT, Scope.USER, call.request().updateId(), 1, Mode.ENFORCE)));
        Compiled chain = chain(EVERYTHING, own);
        chain.check(pay(), REGISTERED);
        chain.check(pay().subject("43"), REGISTERED);
        assertThat(store.prepared).hasSize(1);
        Check other = chain.check(pay().updateId(2), REGISTERED);
        assertThat(store.prepared).hasSize(2);
        assertThat(plan(other).steps()).isEqualTo(store.prepared.get(1).steps());
    }

    @Test
    void interceptorsThatAddNoStepsHaveNothingPreparedAnew() {
        Placement own = Placement.NONE.addAfter(Stage.ACCESS, call -> Ruling.steps());
        Compiled chain = chain(EVERYTHING, own);
        assertThat(chain.check(pay(), REGISTERED)).isSameAs(chain.check(pay(), REGISTERED));
        assertThat(store.prepared).hasSize(1);
    }

    @Test
    void theListenersOfAnEntryArePreparedOnce() {
        List<String> entries = new ArrayList<>();
        DecisionListener listener = new DecisionListener() {
            @Override
            public void decided(Request request, EffectivePolicy policy, Decision decision, long nanos) {}

            @Override
            public DecisionListener prepare(EffectivePolicy policy) {
                entries.add(policy.entry());
                return this;
            }
        };
        Routes routes = new Routes(
                EVERYTHING,
                Placement.NONE,
                ChosenLimits.NONE,
                store,
                new EventDispatcher(List.of(), List.of(listener), GuardLogs.quiet()),
                () -> NOW);
        assertThat(entries).as("not before the first decision").isEmpty();
        for (String action : List.of("/pay", "/a", "/b", "/pay")) {
            Route route = routes.find(Request.builder(action).build());
            assertThat(route.listeners()).containsExactly(listener);
        }
        assertThat(entries).containsExactly("/pay", "*");
    }
}
