package dev.botsentinel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.memory.MemoryStore;
import java.io.IOException;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark is set up and runs once, so that none can rot. Says nothing about speed. */
class BenchmarksRunTest {

    private static final int BENCHMARKS = 15;

    @Test
    void eachRunsOnce() throws RunnerException {
        Collection<RunResult> results =
                new Runner(once().param("scenario", Scenario.HOT_KEY.name()).build()).run();
        assertThat(results).hasSize(BENCHMARKS);
    }

    @Test
    void sentinelRunsInEachScenario() throws RunnerException {
        Collection<RunResult> results =
                new Runner(once().include(SentinelBenchmark.class.getName()).build()).run();
        assertThat(results).hasSameSizeAs(Scenario.values()).allSatisfy(BenchmarksRunTest::hasCounts);
    }

    @Test
    void telegramDecisionsAreCounted() throws RunnerException {
        Collection<RunResult> results =
                new Runner(once().include(TelegramBenchmark.class.getName()).build()).run();
        assertThat(results).hasSize(4).allSatisfy(BenchmarksRunTest::hasCounts);
    }

    private static void hasCounts(RunResult result) {
        assertThat(result.getSecondaryResults()).containsKeys("allowed", "denied", "cpuNanos");
    }

    @Test
    void heapIsMeasuredOnUsersWhoAreAllowed() throws IOException {
        try (MemoryStore store = new HeapPerUser(100).storeWithActiveUsers(true)) {
            assertThat(store.stats().entries()).isEqualTo(100);
        }
    }

    private static ChainedOptionsBuilder once() {
        return new OptionsBuilder()
                .mode(Mode.SingleShotTime)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }
}
