package dev.botsentinel.storage.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.plan.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DifferentialTest {

    private static final int LONG = 200_000;

    @Test
    void tracesOfDefaultSizeAreTelling() {
        for (long seed = 1; seed <= 5; seed++) {
            run(seed, Differential.DEFAULT_PLANS, ReferenceHarness::new)
                    .assertSame()
                    .statistics()
                    .assertTelling();
        }
    }

    @Test
    @Tag("slow")
    void aLongTraceIsTelling() {
        TraceStatistics statistics =
                run(1, LONG, ReferenceHarness::new).assertSame().statistics();
        assertThat(statistics.assertTelling().plans()).isEqualTo(LONG);
    }

    @Test
    @Tag("slow")
    void tracesOfManySeedsAreTelling() {
        for (long seed = 100; seed < 200; seed++) {
            run(seed, Differential.DEFAULT_PLANS, ReferenceHarness::new)
                    .statistics()
                    .assertTelling();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMutantIsFoundByOneOfThreeTraces(Mutant mutant) {
        assertThat(LongStream.rangeClosed(1, 3)
                        .mapToObj(seed -> run(seed, Differential.DEFAULT_PLANS, harnesses(mutant)))
                        .filter(result -> result.difference().isPresent()))
                .as("traces that find %s", mutant)
                .isNotEmpty();
    }

    /** Random traces go back to versions of limits that they have left. */
    @ParameterizedTest
    @EnumSource
    void everyMutantOfVersionsIsFoundByOneOfThreeTraces(VersionMutant mutant) {
        assertThat(LongStream.rangeClosed(1, 3)
                        .mapToObj(seed -> Differential.of(seed, Differential.DEFAULT_PLANS)
                                .withVersionsSideBySide()
                                .run(ReferenceHarness::new, time -> new ReferenceHarness(mutant.open(time))))
                        .filter(result -> result.difference().isPresent()))
                .as("traces that find %s", mutant)
                .isNotEmpty();
    }

    @Test
    void aDifferenceTellsSeedEventAnswersAndWhatLedToIt() {
        Differential.Result result =
                run(7, Differential.DEFAULT_PLANS, harnesses(Mutant.SLIDING_WINDOW_IS_A_MICROSECOND_TOO_LONG));
        assertThat(result.difference().orElseThrow())
                .contains("Differential.of(7L, " + Differential.DEFAULT_PLANS + ")")
                .containsPattern("differ at event \\d+")
                .contains("expected: ", "actual:   ", "sliding-window")
                .containsPattern("\\d+ at 202[56]-\\S+Z (ask|probe) Facts\\[subject=");
        assertThatThrownBy(result::assertSame)
                .isInstanceOf(AssertionError.class)
                .hasMessage(result.difference().get());
    }

    @Test
    void aStorageThatFailsIsDifferent() {
        StoreHarness.Factory closed = time -> {
            ReferenceStore store = new ReferenceStore(time);
            store.close();
            return new ReferenceHarness(store);
        };
        assertThat(run(1, 10, closed).difference().orElseThrow()).contains("actual:   Failed", "closed");
    }

    @Test
    void tooShortATraceTellsTooLittle() {
        TraceStatistics statistics = run(1, 200, ReferenceHarness::new).statistics();
        assertThatThrownBy(statistics::assertTelling)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("exactly at the end of a wait");
    }

    @Test
    void theSameSeedAndAnswersGiveTheSameTrace() {
        assertThat(trace(3)).isEqualTo(trace(3)).isNotEqualTo(trace(4));
    }

    @Test
    void theClockNeverStepsBackAMinuteBehindItsLatest() {
        long latest = Long.MIN_VALUE;
        boolean steppedBack = false;
        for (TraceEvent event : trace(1)) {
            steppedBack |= event.atMicros() < latest;
            latest = Math.max(latest, event.atMicros());
            assertThat(latest - event.atMicros()).isLessThan(TraceMicros.MINUTE);
        }
        assertThat(steppedBack).isTrue();
    }

    private static List<TraceEvent> trace(long seed) {
        TraceGenerator generator = new TraceGenerator(seed);
        List<TraceEvent> events = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            TraceEvent event = generator.next();
            events.add(event);
            if (event.act() instanceof TraceEvent.Ask && i % 3 == 0) {
                long until = event.atMicros() + 100_000;
                generator.observed(event, new Verdict.Duplicate(0, event.atMicros(), until));
            }
        }
        return events;
    }

    private static Differential.Result run(long seed, int plans, StoreHarness.Factory actual) {
        return Differential.of(seed, plans).run(ReferenceHarness::new, actual);
    }

    private static StoreHarness.Factory harnesses(Mutant mutant) {
        return time -> new ReferenceHarness(mutant.open(time));
    }
}
