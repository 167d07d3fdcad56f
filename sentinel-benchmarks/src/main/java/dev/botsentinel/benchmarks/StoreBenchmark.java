package dev.botsentinel.benchmarks;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.PreparedPlan;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The storage alone: the plan that the chain asks, prepared, on the same updates. Facts are copied in the measurement,
 * because a storage leaves in them what it has found.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StoreBenchmark {

    /** The prepared plan, and facts for each update of the traffic. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH calls make
    public static class Asked {

        private PreparedPlan plan;
        private Facts[] facts = {};
        private long[] fingerprints = {};

        @Setup(Level.Trial)
        public void make(Traffic traffic, Guard guard) {
            plan = guard.store.prepare(Guard.plan(guard.policy, traffic.scenario.action));
            SplittableRandom random = new SplittableRandom(42);
            facts = new Facts[traffic.updates.length];
            fingerprints = new long[facts.length];
            for (int i = 0; i < facts.length; i++) {
                BotUpdate update = traffic.updates[i];
                facts[i] = Facts.of(Long.toString(update.userId()), Long.toString(update.chatId()));
                fingerprints[i] = random.nextLong();
            }
        }

        Verdict evaluate(int index) {
            return (Verdict) plan.evaluate(facts[index].withFingerprint(fingerprints[index]));
        }
    }

    @Benchmark
    public Verdict evaluate(Asked asked, Walk walk) {
        Verdict verdict = asked.evaluate(walk.nextIndex());
        walk.decided(verdict instanceof Verdict.Admitted);
        return verdict;
    }
}
