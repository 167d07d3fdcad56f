package dev.botsentinel.store.resilient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.storage.tests.BoundPlan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A remote with two nodes: Ann lives on one, Bob on the other, and Eve's plans need both. */
class NodeBreakersTest {

    private static final String ONE = "one:6379";
    private static final String TWO = "two:6379";

    private final Site site = new Site();

    @BeforeEach
    void twoNodes() {
        site.remote.nodes.put("ann", List.of(ONE));
        site.remote.nodes.put("bob", List.of(TWO));
        site.remote.nodes.put("eve", List.of(ONE, TWO));
    }

    @Test
    void aNodeThatIsGoneDegradesOnlyThoseWhoNeedIt() {
        breakDown(ONE, "ann");
        assertThat(site.heard).containsExactly("degraded " + ONE);
        assertThat(site.store.isDegraded()).isTrue();
        assertThat(site.store.degradedNodes()).containsExactly(ONE);
        for (int i = 0; i < 20; i++) {
            assertThat(isDegraded("ann")).isTrue();
            assertThat(isDegraded("eve")).isTrue();
            assertThat(isDegraded("bob")).isFalse();
        }
        assertThat(site.remote.calls).as("of Bob alone").isEqualTo(20);
    }

    @Test
    void eachNodeIsProbedAndRecoversByItself() {
        breakDown(ONE, "ann");
        breakDown(TWO, "bob");
        site.remote.down.remove(TWO);
        site.time.advance(Duration.ofSeconds(1));
        assertThat(isDegraded("bob")).isFalse();
        assertThat(isDegraded("ann")).isTrue();
        assertThat(site.heard).containsExactly("degraded " + ONE, "degraded " + TWO, "recovered " + TWO);
        assertThat(site.store.degradedNodes()).containsExactly(ONE);
    }

    @Test
    void aFailureCountsAgainstTheNodeThatItNames() {
        breakDown(TWO, "eve");
        assertThat(site.heard).containsExactly("degraded " + TWO);
        assertThat(isDegraded("ann")).isFalse();
    }

    @Test
    void aFailureThatNamesNoNodeCountsAgainstAllThatWereNeeded() {
        site.remote.fault(FakeRemote.Fault.FAILS);
        while (!site.store.isDegraded()) {
            assertThat(isDegraded("eve")).isTrue();
        }
        assertThat(site.store.degradedNodes()).containsExactly(ONE, TWO);
    }

    /** Else a plan that needs two nodes would take the probe of one while the other has none to give. */
    @Test
    void aPlanOfTwoNodesTakesAProbeOnlyIfBothHaveOne() {
        breakDown(ONE, "ann");
        site.time.advance(Duration.ofMillis(500));
        breakDown(TWO, "bob");
        site.time.advance(Duration.ofMillis(500)); // a probe is due on the first node alone
        site.remote.down.clear();
        assertThat(isDegraded("eve")).isTrue();
        assertThat(isDegraded("ann")).as("has the probe").isFalse();
        site.time.advance(Duration.ofMillis(500));
        assertThat(isDegraded("eve")).isFalse();
        assertThat(site.store.isDegraded()).isFalse();
    }

    @Test
    void anOutageEndsWhenItsNodeHasLeft() {
        breakDown(ONE, "ann");
        site.remote.nodes.put("ann", List.of("replica:6379"));
        site.remote.nodes.put("eve", List.of("replica:6379", TWO));
        assertThat(isDegraded("ann")).as("her node has changed, and works").isFalse();
        site.time.advance(Duration.ofSeconds(1));
        assertThat(isDegraded("bob")).isFalse();
        assertThat(site.heard).containsExactly("degraded " + ONE, "recovered " + ONE);
        assertThat(site.store.isDegraded()).isFalse();
    }

    @Test
    void aFailureElsewhereThanWhereTheCallWasToGoCountsThere() {
        site.remote.nodes.put("ann", List.of(ONE));
        NodeBreakers breakers = site.store.breakers;
        for (int i = 0; i < Breaker.IN_A_ROW; i++) {
            breakers.failedElsewhere(TWO, new IllegalStateException());
        }
        assertThat(site.heard).containsExactly("degraded " + TWO);
        assertThat(isDegraded("ann")).isFalse();
        assertThat(isDegraded("bob")).isTrue();
    }

    private void breakDown(String node, String user) {
        site.remote.down.add(node);
        while (!site.store.degradedNodes().contains(node)) {
            assertThat(isDegraded(user)).isTrue();
        }
        site.remote.calls = 0;
    }

    private boolean isDegraded(String user) {
        Verdict verdict = site.ask(BoundPlan.of(List.of(NotBlocked.ENFORCE), user, null, null, false));
        return verdict.degraded();
    }
}
