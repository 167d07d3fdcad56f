package dev.botsentinel.storage.tests.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.storage.tests.ReferenceHarness;
import dev.botsentinel.storage.tests.StoreHarness;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainDifferentialTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void tracesOfDefaultSizeAreTellingAndAGuardIsLikeItself(long seed) {
        reference(seed, ChainDifferential.DEFAULT_REQUESTS)
                .assertSame()
                .statistics()
                .assertTelling();
    }

    @Test
    @Tag("slow")
    void longTracesAreTelling() {
        reference(4, 200_000).assertSame().statistics().assertTelling();
    }

    @Test
    void theSameSeedGivesTheSameTraceAndAnotherOneAnother() {
        ChainStatistics first = reference(1, 1000).statistics();
        ChainStatistics again = reference(1, 1000).statistics();
        assertThat(again.hash()).isEqualTo(first.hash());
        assertThat(again.counts()).isEqualTo(first.counts());
        assertThat(reference(2, 1000).statistics().hash()).isNotEqualTo(first.hash());
    }

    @Test
    void aShortTraceIsNotTellingAndSaysWhatItLacks() {
        ChainStatistics few = reference(1, 100).statistics();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(few::assertTelling)
                .withMessageContaining("exactly at the end of a wait");
    }

    private static ChainDifferential.Result reference(long seed, int requests) {
        return ChainDifferential.of(seed, requests).run(ReferenceHarness::new, ReferenceHarness::new);
    }

    @Test
    void aWaitThatIsAMicrosecondTooLongIsFound() {
        assertFound(verdict -> verdict instanceof Verdict.RateLimited limited
                ? new Verdict.RateLimited(
                        limited.step(),
                        limited.nowMicros(),
                        limited.untilMicros() + 1,
                        limited.remaining(),
                        limited.blockedUntilMicros())
                : verdict);
    }

    @Test
    void aRefusalThatIsPassedOverIsFound() {
        assertFound(verdict -> verdict instanceof Verdict.Duplicate ? Verdict.Admitted.EMPTY : verdict);
    }

    @Test
    void aBlockWithoutASourceOfItsOwnIsFound() {
        assertFound(verdict -> verdict instanceof Verdict.Blocked blocked
                ? new Verdict.Blocked(blocked.step(), blocked.nowMicros(), blocked.untilMicros(), BlockSource.MANUAL)
                : verdict);
    }

    private static void assertFound(UnaryOperator<Verdict> fault) {
        ChainDifferential.Result result = ChainDifferential.of(1, 5000)
                .run(ReferenceHarness::new, time -> faulty(new ReferenceHarness(time), fault));
        assertThat(result.difference())
                .hasValueSatisfying(difference -> assertThat(difference)
                        .startsWith("the guards differ at request ")
                        .contains("expected: ", "actual: ", "the latest events:"));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(result::assertSame);
    }

    private static StoreHarness faulty(StoreHarness harness, UnaryOperator<Verdict> fault) {
        return new StoreHarness() {
            @Override
            public SentinelStore instance() {
                return new FaultyStore(harness.instance(), fault);
            }

            @Override
            public void close() {
                harness.close();
            }
        };
    }

    private static final class FaultyStore extends ForwardingStore {

        private final UnaryOperator<Verdict> fault;

        FaultyStore(SentinelStore state, UnaryOperator<Verdict> fault) {
            super(state);
            this.fault = fault;
        }

        @Override
        public PreparedPlan prepare(Plan plan) {
            PreparedPlan prepared = super.prepare(plan);
            return facts -> fault.apply((Verdict) prepared.evaluate(facts));
        }
    }
}
