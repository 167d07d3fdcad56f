package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The assertions for every fault: the decision by stage, the time that it takes, the event, the counter, and
 * the automatic recovery, while two threads keep sending updates.
 */
final class Outage implements AutoCloseable {

    /** Counts from when Redis can answer again; includes slack for a busy machine. */
    static final Duration RECOVERY = Duration.ofSeconds(3);

    static final Duration SLACK = Duration.ofSeconds(2);

    /** The failures expected without protection: the guard's, and the test's for a slow decision. */
    static final String UNAVAILABLE = "unavailable";

    static final String TOO_LONG = "took longer than";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final int THREADS = 2;
    private static final String OFFENDER = "offender";

    private final GuardUnderFault guard;
    private final GuardTraffic traffic;
    private boolean isBlocked;
    private int round;

    Outage(GuardUnderFault guard) {
        this.guard = guard;
        this.traffic = new GuardTraffic(guard, THREADS, PAUSE);
    }

    /** Decides once without a fault, because the first decisions of a JVM load classes. */
    static void warmUp() throws Exception {
        try (GuardUnderFault guard =
                        new GuardUnderFault(GrantedUser.login(TestRedis.shared().uri()));
                Outage none = new Outage(guard)) {
            none.assertServed();
        }
    }

    /** The whole course: Redis answers, fails, the fallback decides, and Redis answers again. */
    static void survive(GuardUnderFault guard, RedisFault fault, Figures figures) throws Exception {
        survive(guard, fault, RECOVERY, figures);
    }

    /** @param bound the limit for the recovery */
    static void survive(GuardUnderFault guard, RedisFault fault, Duration bound, Figures figures) throws Exception {
        try (Outage outage = new Outage(guard)) {
            outage.assertServed();
            fault.strike().run();
            outage.assertStoodInFor(fault);
            fault.heal().run();
            figures.outage(fault.name(), outage.assertRecovered(System.nanoTime(), bound));
        }
    }

    /** The negative control: without protection the same assertions fail during the fault. */
    static void assertNotSurvived(GuardUnderFault guard, RedisFault fault, String message) throws Exception {
        try (Outage outage = new Outage(guard)) {
            outage.assertServed();
            fault.strike().run();
            try {
                assertThatThrownBy(() -> outage.assertStoodInFor(fault))
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining(message);
                assertThat(fault.happened().getAsBoolean()).as(fault.name()).isTrue();
            } finally {
                fault.heal().run();
            }
        }
    }

    /** Asserts that Redis decides. */
    void assertServed() throws Exception {
        Await.value("a Redis that answers", RECOVERY.plus(SLACK), () -> {
            guard.block(OFFENDER);
            return true;
        });
        isBlocked = true;
        awaitStages();
    }

    /** Asserts that the fault is there, and that each stage falls back. */
    void assertStoodInFor(RedisFault fault) {
        Await.that(fault + " to be there", fault.happened());
        assertStages(true);
        guard.awaitOutage();
        assertStages(true);
        assertThat(guard.count("sentinel.decisions.degraded")).isPositive();
        assertThat(fault.happened().getAsBoolean()).as("still: " + fault).isTrue();
    }

    /** The measurements: the slowest decision, and how long Redis was back before it decided again. */
    record Measured(Duration worst, Duration recovery) {}

    /** Asserts that no update suffered, and that Redis decides again soon after it can. */
    Measured assertRecovered(long healedNanos, Duration bound) {
        Duration taken = Duration.ofNanos(Math.max(0, guard.awaitRecovery() - healedNanos));
        assertThat(taken).isLessThan(bound.plus(SLACK));
        awaitStages();
        traffic.assertUnharmed();
        return new Measured(GuardTraffic.worst(traffic.samples()), taken);
    }

    /** The same for a fault that may end before it is an outage; measures the last decision made without Redis. */
    Measured assertFollowed(long healedNanos, Duration bound) {
        awaitStages();
        traffic.assertUnharmed();
        Duration taken = Duration.ofNanos(traffic.samples().stream()
                .filter(sample -> sample.decision().degraded())
                .mapToLong(sample -> sample.startNanos() + sample.nanos() - healedNanos)
                .reduce(0, Math::max));
        assertThat(taken).isLessThan(bound.plus(SLACK));
        return new Measured(GuardTraffic.worst(traffic.samples()), taken);
    }

    GuardTraffic traffic() {
        return traffic;
    }

    /** A busy machine can be late once without a fault. */
    private void awaitStages() {
        Await.value("stages that Redis decides", PATIENCE, () -> {
            try {
                assertStages(false);
                return true;
            } catch (AssertionError late) {
                throw new IllegalStateException(late);
            }
        });
    }

    /** Exercises each stage in turn, with new users. */
    void assertStages(boolean degraded) {
        String user = "user-" + round++;
        stage("blocklist of the policy", decide("/ping", GuardUnderFault.BLOCKED_BY_POLICY, null), Reason.BLOCKED);
        if (isBlocked) {
            stage("known block", decide("/ping", OFFENDER, null), Reason.BLOCKED);
        }
        stage("access", decide("/members", GuardUnderFault.GUEST, null), Reason.UNREGISTERED);
        shared("debounce, first", decide("/say", user, "hello"), null, degraded);
        shared("debounce, again", decide("/say", user, "hello"), Reason.DUPLICATE, degraded);
        int permits = degraded ? GuardUnderFault.PERMITS / Protection.INSTANCES : GuardUnderFault.PERMITS;
        for (int i = 0; i < permits; i++) {
            shared("limit, permit " + i, decide("/limited", user, null), null, degraded);
        }
        shared("limit, exhausted", decide("/limited", user, null), Reason.RATE_LIMITED, degraded);
    }

    private Decision decide(String action, String user, @Nullable String text) {
        Request.Builder request = Request.builder(action).subject(guard.user(user));
        return guard.decide((text == null ? request : request.content(Content.text(text))).build());
    }

    private static void shared(String stage, Decision decision, @Nullable Reason reason, boolean degraded) {
        stage(stage, decision, reason);
        assertThat(decision.degraded()).as(stage + ": " + decision.explain()).isEqualTo(degraded);
    }

    private static void stage(String stage, Decision decision, @Nullable Reason reason) {
        Reason given = decision instanceof Denied denied ? denied.reason() : null;
        assertThat(given).as(stage + ": " + decision.explain()).isEqualTo(reason);
    }

    @Override
    public void close() {
        traffic.close();
    }
}
