package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.Verdict;
import dev.botsentinel.storage.tests.TraceEvent.Ask;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.testing.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs one random trace on two storages and compares answer for answer, up to the first difference. Immutable.
 *
 * <pre>{@code
 * Differential.of(seed, Differential.DEFAULT_PLANS)
 *         .run(ReferenceHarness::new, MyHarness::new)
 *         .assertSame()
 *         .statistics()
 *         .assertTelling();
 * }</pre>
 */
public final class Differential {

    /** Enough plans for {@link TraceStatistics#assertTelling()}. */
    public static final int DEFAULT_PLANS = 15_000;

    private static final int INSTANCES = 2;

    private final long seed;
    private final int plans;
    private final LongFunction<TraceGenerator> traces;

    private Differential(long seed, int plans, LongFunction<TraceGenerator> traces) {
        this.seed = seed;
        this.plans = plans;
        this.traces = traces;
    }

    /**
     * A run of the trace from this seed.
     *
     * @param plans after how many plans it ends
     */
    public static Differential of(long seed, int plans) {
        return new Differential(seed, plans, TraceGenerator::new);
    }

    /**
     * The same with a clock that is never corrected: for a storage that answers some plans without the shared state, which then
     * doesn't learn of the correction.
     */
    public Differential withWaveringClock() {
        return new Differential(seed, plans, TraceGenerator::withWaveringClock);
    }

    /** The same with policies that often go back to the limits they had, so that two versions of them are in use. */
    public Differential withVersionsSideBySide() {
        return new Differential(seed, plans, TraceGenerator::withVersionsSideBySide);
    }

    /**
     * What a run found. Immutable.
     *
     * @param statistics what the trace met until it ended
     * @param difference the first difference and what led to it, in words; empty if there was none
     */
    public record Result(TraceStatistics statistics, Optional<String> difference) {

        /**
         * Fails if the storages differed.
         *
         * @return this
         * @throws AssertionError with the first difference
         */
        public Result assertSame() {
            if (difference.isPresent()) {
                throw new AssertionError(difference.get());
            }
            return this;
        }
    }

    /**
     * Runs the trace on two instances of each storage.
     *
     * @param expected opens the storage that is right, and by whose verdicts the trace goes on
     * @param actual opens the storage that is compared with it
     */
    public Result run(StoreHarness.Factory expected, StoreHarness.Factory actual) {
        ManualTime time = new ManualTime(StoreLaw.START);
        try (StoreHarness right = expected.open(time);
                StoreHarness tested = actual.open(time)) {
            return compare(time, instances(right), instances(tested));
        }
    }

    private static List<SentinelStore> instances(StoreHarness harness) {
        List<SentinelStore> instances = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            instances.add(harness.instance());
        }
        return instances;
    }

    private Result compare(ManualTime time, List<SentinelStore> right, List<SentinelStore> tested) {
        TraceGenerator generator = traces.apply(seed);
        TraceStatistics statistics = new TraceStatistics();
        TraceHistory history = new TraceHistory(seed, plans);
        while (statistics.plans() < plans) {
            TraceEvent event = generator.next();
            time.set(TraceMicros.instant(event.atMicros()));
            Object expected = TraceAnswers.to(event.act(), right.get(event.instance()));
            Object actual = TraceAnswers.to(event.act(), tested.get(event.instance()));
            history.add(event, expected);
            if (!expected.equals(actual)) {
                return new Result(statistics, Optional.of(history.difference(expected, actual)));
            }
            learn(event, expected, generator, statistics);
        }
        return new Result(statistics, Optional.empty());
    }

    private static void learn(
            TraceEvent event, @Nullable Object answer, TraceGenerator generator, TraceStatistics statistics) {
        if (event.act() instanceof Ask ask && answer instanceof Verdict verdict) {
            generator.observed(event, verdict);
            statistics.asked(ask, event.atMicros(), verdict);
        } else {
            statistics.administered(event.act());
        }
    }
}
