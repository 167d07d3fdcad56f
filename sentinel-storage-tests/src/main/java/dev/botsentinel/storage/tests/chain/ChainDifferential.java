package dev.botsentinel.storage.tests.chain;

import dev.botsentinel.storage.tests.StoreHarness;
import dev.botsentinel.storage.tests.chain.ChainEvent.Ask;
import dev.botsentinel.storage.tests.chain.TracedGuard.Answer;
import dev.botsentinel.testing.ManualTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs one random trace of updates through two guards, each over a storage of its own, and compares decision for
 * decision and event for event, up to the first difference. {@link dev.botsentinel.storage.tests.Differential} does so with
 * plans; here the chain, principals, albums, own interceptors and failures take part. Immutable.
 *
 * <pre>{@code
 * ChainDifferential.of(seed, ChainDifferential.DEFAULT_REQUESTS)
 *         .run(ReferenceHarness::new, MyHarness::new)
 *         .assertSame()
 *         .statistics()
 *         .assertTelling();
 * }</pre>
 */
public final class ChainDifferential {

    /** Enough requests for {@link ChainStatistics#assertTelling()}. */
    public static final int DEFAULT_REQUESTS = 10_000;

    private static final int TOLD = 15;

    private final long seed;
    private final int requests;

    private ChainDifferential(long seed, int requests) {
        this.seed = seed;
        this.requests = requests;
    }

    /**
     * A run of the trace from this seed.
     *
     * @param requests after how many requests it ends
     */
    public static ChainDifferential of(long seed, int requests) {
        return new ChainDifferential(seed, requests);
    }

    /**
     * What a run found. Immutable.
     *
     * @param statistics what the trace met until it ended
     * @param difference the first difference and what led to it, in words; empty if there was none
     */
    public record Result(ChainStatistics statistics, Optional<String> difference) {

        /**
         * Fails if the guards differed.
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
     * Runs the trace.
     *
     * @param right opens the storage whose answers are right
     * @param tested opens the storage to compare with it
     */
    public Result run(StoreHarness.Factory right, StoreHarness.Factory tested) {
        ManualTime time = new ManualTime(ChainTrace.START);
        try (StoreHarness rightStore = right.open(time);
                StoreHarness testedStore = tested.open(time);
                TracedGuard rightGuard = new TracedGuard(rightStore.instance(), time);
                TracedGuard testedGuard = new TracedGuard(testedStore.instance(), time)) {
            return compare(time, rightGuard, testedGuard);
        }
    }

    private Result compare(ManualTime time, TracedGuard right, TracedGuard tested) {
        ChainTrace trace = new ChainTrace(seed);
        ChainStatistics statistics = new ChainStatistics();
        Deque<String> latest = new ArrayDeque<>();
        while (statistics.requests() < requests) {
            ChainEvent event = trace.next();
            time.set(event.at());
            Answer expected = right.live(event.act());
            Answer actual = tested.live(event.act());
            remember(latest, event, expected);
            if (event.act() instanceof Ask ask && expected != null) {
                statistics.decided(ask, expected.decision());
                if (!expected.equals(actual)) {
                    return new Result(statistics, Optional.of(difference(statistics, latest, expected, actual)));
                }
                trace.observed(ask, expected.decision());
            }
        }
        return new Result(statistics, Optional.empty());
    }

    private static void remember(Deque<String> latest, ChainEvent event, @Nullable Answer answer) {
        latest.add("at " + event.at() + " " + event.act() + (answer == null ? "" : "\n      -> " + answer));
        if (latest.size() > TOLD) {
            latest.remove();
        }
    }

    private String difference(
            ChainStatistics statistics, Deque<String> latest, Answer expected, @Nullable Answer actual) {
        return "the guards differ at request " + statistics.requests() + " of ChainDifferential.of(" + seed + "L, "
                + requests + ")\n  expected: " + expected + "\n  actual:   " + actual + "\nthe latest events:\n  "
                + String.join("\n  ", latest);
    }
}
