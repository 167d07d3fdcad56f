package dev.botsentinel.benchmarks;

import dev.botsentinel.decision.Decision;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * The whole chain for one update: the request is mapped, the fingerprint computed, role, debounce and limits examined and
 * the listener for metrics told.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SentinelBenchmark {

    @Benchmark
    public Decision check(Guard guard, Walk walk) {
        Decision decision = guard.sentinel.check(walk.next());
        walk.decided(decision.isAllowed());
        return decision;
    }
}
