package dev.botsentinel.benchmarks;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.Remaining;
import dev.botsentinel.engine.EventDispatcher;
import dev.botsentinel.engine.GuardLog;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.micrometer.SentinelMetrics;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What metrics add to a decision, beside what Micrometer's timer costs alone. Run it with {@code -prof gc}: allowed
 * decisions must not allocate.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MetricsBenchmark {

    private static final int ENTRIES = 32;

    private final Request request = Request.builder("/entry7").subject("42").build();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Timer timer = Timer.builder("bare").register(registry);
    private final SentinelMetrics metrics = SentinelMetrics.to(registry);
    private final EventDispatcher dispatcher = new EventDispatcher(
            List.of(metrics), List.of(metrics), GuardLog.of(FingerprintKey.random(), Clock.systemUTC()));
    private final PolicySet policies = policies();
    private final EffectivePolicy policy = policies.effective("/entry7");
    private final EffectivePolicy requiring = policies.effective("/requiring7");
    private final DecisionListener prepared = metrics.prepare(policy);
    private final DecisionListener preparedRequiring = metrics.prepare(requiring);
    private final DecisionListener[] dispatched = dispatcher.prepare(policy);
    private final Decision allowed =
            new Allowed(Passage.CHECKED, List.of(new Remaining(policy.limits().get(0), 2)), List.of());
    private final Decision denied = Denied.of(Reason.RATE_LIMITED, "/entry7#0");

    private static PolicySet policies() {
        Policy plain = Policy.limits(RateLimit.perMinute(3));
        PolicySet.Builder builder = PolicySet.builder();
        for (int i = 0; i < ENTRIES; i++) {
            builder.action("/entry" + i, plain);
            builder.action("/requiring" + i, plain.requires(Requirement.REGISTERED));
        }
        return builder.build();
    }

    /** All entries have been met before. */
    @Setup
    public void meetAllEntries() {
        for (EffectivePolicy each : policies.effective()) {
            metrics.decided(request, each, allowed, 1);
            metrics.decided(request, each, denied, 1);
        }
    }

    /** Micrometer alone. */
    @Benchmark
    public void bareTimer() {
        timer.record(1234, TimeUnit.NANOSECONDS);
    }

    /** An allowed decision. */
    @Benchmark
    public void allowed() {
        prepared.decided(request, policy, allowed, 1234);
    }

    /** An allowed decision, through the dispatcher that contains listeners. */
    @Benchmark
    public void allowedThroughDispatcher() {
        dispatcher.decided(dispatched, request, policy, allowed, 1234);
    }

    /** An allowed decision of an action that requires something, which is counted as well. */
    @Benchmark
    public void allowedWithRequirement() {
        preparedRequiring.decided(request, requiring, allowed, 1234);
    }

    /** A denied decision. */
    @Benchmark
    public void denied() {
        prepared.decided(request, policy, denied, 1234);
    }
}
