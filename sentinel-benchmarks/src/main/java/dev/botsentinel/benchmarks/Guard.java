package dev.botsentinel.benchmarks;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.micrometer.SentinelMetrics;
import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.request.RequestMapper;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A guard as an application sets it up, over memory, with its users' budgets where days of this traffic leave them. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls setup
public class Guard {

    private static final int MAXIMUM_ENTRIES = 400_000;
    private static final int LONG_WINDOW_ROUNDS = 30;
    private static final int LONG_WINDOW_COST = 30;
    private static final long LONG_WINDOW_PAUSE_MICROS = 85_500_000;

    PolicySet policy;
    MemoryStore store;
    Sentinel<BotUpdate> sentinel;
    private Traffic traffic;

    @Setup(Level.Trial)
    public void build(Traffic traffic) throws IOException {
        this.traffic = traffic;
        policy = policy();
        store = MemoryStore.builder()
                .time(traffic.time)
                .maximumEntries(MAXIMUM_ENTRIES)
                .build();
        sentinel = sentinel(BotUpdate.mapper(traffic.scenario.action), policy, store, traffic.time);
        spendBeforehand();
        traffic.rehearse(update -> sentinel.check(update).isAllowed());
    }

    @TearDown(Level.Trial)
    public void close() {
        sentinel.close();
        store.close();
        traffic.checkDenied();
    }

    /** A guard with all that the figures are about: metrics, and principals that are cached for a minute. */
    static <U> Sentinel<U> sentinel(
            RequestMapper<U> mapper, PolicySet policy, SentinelStore store, InstantSource time) {
        SentinelMetrics metrics = SentinelMetrics.to(new SimpleMeterRegistry());
        return Sentinel.builder(mapper)
                .policy(policy)
                .store(store)
                .resolver(PrincipalResolver.immediate(request -> BotUpdate.SENDER))
                .principalCache(Duration.ofSeconds(60), MAXIMUM_ENTRIES)
                .decisionListener(metrics)
                .listener(metrics)
                .executor(Runnable::run)
                .time(time)
                .build();
    }

    static PolicySet policy() throws IOException {
        try (InputStream yaml = policyFile()) {
            return PolicyFile.parse("benchmark-policy.yml", yaml);
        }
    }

    static InputStream policyFile() {
        return Objects.requireNonNull(Guard.class.getResourceAsStream("/benchmark-policy.yml"));
    }

    /** What the chain asks of the storage about updates of this traffic, which have a subject and a chat. */
    static Plan plan(PolicySet policy, String action) {
        EffectivePolicy effective = policy.effective(action);
        List<Step> steps = new ArrayList<>();
        steps.add(Step.NotBlocked.ENFORCE);
        steps.add(new Step.FirstSeen(
                Step.FirstSeen.Kind.FINGERPRINT,
                dev.botsentinel.policy.Scope.USER,
                effective.debounce().windowMicros(),
                Mode.ENFORCE));
        effective.limits().forEach(limit -> steps.add(new Step.TakePermits(limit)));
        return new Plan(steps, true, true, policy.escalation(), false);
    }

    /** Else it would take every user a quarter of an hour to empty a bucket. */
    private void spendBeforehand() {
        EffectivePolicy effective = policy.effective(traffic.scenario.action);
        AppliedLimit bucket = effective.limits().get(0);
        if (traffic.scenario == Scenario.LONG_WINDOW) {
            AppliedLimit window = effective.limits().get(1);
            for (int i = 0; i < LONG_WINDOW_ROUNDS; i++) {
                traffic.spendBeforehand(spending(window, LONG_WINDOW_COST));
                traffic.time.advance(LONG_WINDOW_PAUSE_MICROS);
            }
        }
        traffic.spendBeforehand(spending(bucket, bucket.limit().burst()));
    }

    private LongConsumer spending(AppliedLimit applied, int cost) {
        AppliedLimit costly = new AppliedLimit(
                applied.id(), applied.key(), applied.scope(), applied.limit().cost(cost));
        PreparedPlan spending =
                store.prepare(new Plan(List.of(new Step.TakePermits(costly)), true, false, null, false));
        return userId -> {
            Answer unused = spending.evaluate(Facts.of(Long.toString(userId), null));
        };
    }
}
