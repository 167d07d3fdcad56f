package dev.botsentinel.benchmarks;

import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import java.util.ArrayList;
import java.util.List;
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

/** The storage alone: the plans that the chain would make for the same updates, made before the measurement. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StoreBenchmark {

    /** A plan for each update of the traffic. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH calls setup
    public static class Plans {

        MemoryStore store;
        private Plan[] plans = {};

        @Setup(Level.Trial)
        public void make(Traffic traffic, Guard guard) {
            store = guard.store;
            List<Step> limits = new ArrayList<>();
            guard.policy
                    .effective(traffic.scenario.action)
                    .limits()
                    .forEach(limit -> limits.add(new Step.TakePermits(limit)));
            long window =
                    guard.policy.effective(traffic.scenario.action).debounce().windowMicros();
            SplittableRandom fingerprints = new SplittableRandom(42);
            plans = new Plan[traffic.updates.length];
            for (int i = 0; i < plans.length; i++) {
                List<Step> steps = new ArrayList<>();
                steps.add(Step.NotBlocked.ENFORCE);
                steps.add(new Step.FirstSeen(
                        Step.FirstSeen.Kind.FINGERPRINT,
                        dev.botsentinel.policy.Scope.USER,
                        fingerprints.nextLong(),
                        window,
                        dev.botsentinel.policy.Mode.ENFORCE));
                steps.addAll(limits);
                BotUpdate update = traffic.updates[i];
                plans[i] = new Plan(
                        steps,
                        Long.toString(update.userId()),
                        Long.toString(update.chatId()),
                        guard.policy.escalation(),
                        false);
            }
        }
    }

    @Benchmark
    public Verdict evaluate(Plans plans, Walk walk) {
        Verdict verdict = plans.store
                .evaluate(plans.plans[walk.nextIndex()])
                .toCompletableFuture()
                .join();
        walk.decided(verdict instanceof Verdict.Admitted);
        return verdict;
    }
}
