package dev.botsentinel.micrometer;

import static dev.botsentinel.micrometer.Decided.ALLOWED;
import static dev.botsentinel.micrometer.Decided.POLICY;
import static dev.botsentinel.micrometer.Decided.limited;
import static dev.botsentinel.micrometer.Decided.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.event.SecurityEvent.PolicyChanged;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Request;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What outsiders, interceptors and policies can make grow, and how far. */
class BoundedMetersTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final SentinelMetrics metrics = SentinelMetrics.to(registry);

    /** As a guard has it: an entry's listener is prepared once. */
    private final IdentityHashMap<EffectivePolicy, DecisionListener> prepared = new IdentityHashMap<>();

    @Test
    void aMillionUsersWithInventedCommandsMakeNoMeters() {
        some("/pay", "message");
        Set<Meter.Id> before = ids();
        for (int i = 0; i < 1_000_000; i++) {
            Request request =
                    Request.builder("/invented" + i).subject("user" + i).build();
            EffectivePolicy policy = POLICY.effective(request.action().name());
            prepared.computeIfAbsent(policy, metrics::prepare)
                    .decided(request, policy, i % 2 == 0 ? ALLOWED : limited("*#0", Scope.USER), i);
        }
        assertThat(ids()).isEqualTo(before);
        assertThat(registry.get("sentinel.decisions").timers().stream()
                        .mapToLong(timer -> timer.count())
                        .sum())
                .isEqualTo(1_000_004);
    }

    private void some(String... actions) {
        for (String action : actions) {
            metrics.decided(request(action), POLICY.effective(action), ALLOWED, 1);
            metrics.decided(request(action), POLICY.effective(action), limited("*#0", Scope.USER), 1);
        }
    }

    @Test
    void interceptorsThatMakeUpRulesMakeFewMeters() {
        for (int i = 0; i < 10_000; i++) {
            metrics.decided(request("/pay"), POLICY.effective("/pay"), Denied.of(Reason.VETOED, "no user " + i), 1);
        }
        metrics.decided(request("/pay"), POLICY.effective("/pay"), Denied.of(Reason.VETOED, "requires"), 1);
        metrics.decided(request("/pay"), POLICY.effective("/pay"), limited("money", Scope.USER), 1);
        Set<String> rules = tagValues("rule");
        assertThat(rules).hasSize(RuleTags.MAXIMUM + 4).contains("none", "other", "no user 0", "requires", "money");
        assertThat(registry.get("sentinel.decisions")
                        .tag("rule", "other")
                        .timer()
                        .count())
                .isEqualTo(10_000 - RuleTags.MAXIMUM);
    }

    @Test
    void anInterceptorsEndlessRuleIsNoTag() {
        metrics.decided(request("/pay"), POLICY.effective("/pay"), Denied.of(Reason.VETOED, "x".repeat(65)), 1);
        assertThat(tagValues("rule")).containsExactlyInAnyOrder("none", "other");
    }

    @Test
    void aPolicyThatComesAgainHasTheSameMeters() {
        for (int i = 0; i < 1000; i++) {
            PolicySet again = PolicySet.builder()
                    .action("/pay", Policy.limits(RateLimit.perMinute(3)))
                    .build();
            metrics.on(new PolicyChanged(Instant.EPOCH));
            EffectivePolicy pay = again.effective("/pay");
            metrics.prepare(pay).decided(request("/pay"), pay, ALLOWED, 1);
        }
        assertThat(registry.get("sentinel.decisions").timers()).hasSize(1);
        assertThat(registry.get("sentinel.decisions").timer().count()).isEqualTo(1000);
    }

    @Test
    void policiesThatNeverComeAgainMakeMetersOnlySoFar() {
        int policies = Meters.MAXIMUM + 500;
        for (int i = 0; i < policies; i++) {
            EffectivePolicy once = entry("/entry" + i);
            DecisionListener listener = metrics.prepare(once);
            listener.decided(request("/entry"), once, ALLOWED, 1);
            listener.decided(request("/entry"), once, limited("/entry" + i + "#0", Scope.USER), 1);
        }
        assertThat(registry.getMeters()).hasSizeLessThan(Meters.MAXIMUM + 50);
        assertThat(registry.get("sentinel.decisions")
                        .tags("action", "other", "outcome", "denied")
                        .timer()
                        .count())
                .isPositive();
        assertThat(registry.get("sentinel.decisions").timers().stream()
                        .mapToLong(timer -> timer.count())
                        .sum())
                .isEqualTo(2L * policies);
    }

    @Test
    void threadsThatMeetANewPolicyTogetherCountAll() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException never) {
                    Thread.currentThread().interrupt();
                }
                EffectivePolicy policy = POLICY.effective("/pay");
                DecisionListener listener = metrics.prepare(policy);
                for (int i = 0; i < 20_000; i++) {
                    listener.decided(request("/pay"), policy, limited("money", Scope.USER), 1);
                    if (i % 100 == 0) {
                        metrics.on(new PolicyChanged(Instant.EPOCH));
                        listener = metrics.prepare(policy);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(registry.get("sentinel.decisions")
                        .tag("outcome", "denied")
                        .timer()
                        .count())
                .isEqualTo(80_000);
        assertThat(registry.get("sentinel.violations").counter().count()).isEqualTo(80_000);
    }

    /** Whoever calls the listener itself, without preparing it, has the same meters. */
    @Test
    void preparedOrNotTheMetersAreTheSame() {
        EffectivePolicy policy = POLICY.effective("/pay");
        metrics.prepare(policy).decided(request("/pay"), policy, limited("money", Scope.USER), 1);
        Set<Meter.Id> before = ids();
        metrics.decided(request("/pay"), policy, limited("money", Scope.USER), 1);
        assertThat(ids()).isEqualTo(before);
        assertThat(registry.get("sentinel.violations").counter().count()).isEqualTo(2);
    }

    @Test
    void anAllowedDecisionAllocatesNothing() {
        Request request = request("/pay");
        EffectivePolicy policy = POLICY.effective("/pay");
        DecisionListener listener = metrics.prepare(policy);
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 20 && allocated > 1000; round++) {
            allocated = allocatedBy(() -> {
                for (int i = 0; i < 10_000; i++) {
                    listener.decided(request, policy, ALLOWED, i);
                }
            });
        }
        assertThat(allocated).as("bytes for 10,000 decisions").isLessThanOrEqualTo(1000);
    }

    private static long allocatedBy(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static EffectivePolicy entry(String entry) {
        return PolicySet.builder()
                .action(entry, Policy.limits(RateLimit.perMinute(3)))
                .build()
                .effective(entry);
    }

    private Set<Meter.Id> ids() {
        return registry.getMeters().stream().map(Meter::getId).collect(Collectors.toSet());
    }

    private Set<String> tagValues(String key) {
        return ids().stream()
                .map(id -> id.getTag(key))
                .filter(java.util.Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
