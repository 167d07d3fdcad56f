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
 * What every fault of the matrix has to pass: the decision by stage, the time that it takes, the event, the counter, and
 * the recovery by itself, while two threads have updates decided on all the time.
 */
final class Outage implements AutoCloseable {

    /** From when Redis can answer again; the rest is for a machine that does much else. */
    static final Duration RECOVERY = Duration.ofSeconds(3);

    static final Duration SLACK = Duration.ofSeconds(2);

    /** What the guard says without anything in front of Redis, and what the bench says of a decision that takes long. */
    static final String UNAVAILABLE = "unavailable";

    static final String TOO_LONG = "took longer than";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final int THREADS = 2;
    private static final String OFFENDER = "offender";

    private final GuardUnderFault guard;
    private final Traffic traffic;
    private boolean isBlocked;
    private int round;

    Outage(GuardUnderFault guard) {
        this.guard = guard;
        this.traffic = new Traffic(guard, THREADS, PAUSE);
    }

    /** The whole way: Redis answers, fails, is stood in for, and answers again. */
    static void survive(GuardUnderFault guard, Fault fault, Figures figures) throws Exception {
        survive(guard, fault, RECOVERY, figures);
    }

    /** @param bound for the recovery */
    static void survive(GuardUnderFault guard, Fault fault, Duration bound, Figures figures) throws Exception {
        try (Outage outage = new Outage(guard)) {
            outage.assertServed();
            fault.strike().run();
            outage.assertStoodInFor(fault);
            fault.heal().run();
            figures.outage(fault.name(), outage.assertRecovered(System.nanoTime(), bound));
        }
    }

    /** The negative control: without all that protects, the same is seen to fail, while the fault is there. */
    static void assertNotSurvived(GuardUnderFault guard, Fault fault, String message) throws Exception {
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

    /** Redis decides. */
    void assertServed() throws Exception {
        Await.value("a Redis that answers", RECOVERY.plus(SLACK), () -> {
            guard.block(OFFENDER);
            return true;
        });
        isBlocked = true;
        awaitStages();
    }

    /** The fault is there, and each stage does what it does without Redis. */
    void assertStoodInFor(Fault fault) {
        Await.that(fault + " to be there", fault.happened());
        assertStages(true);
        guard.awaitOutage();
        assertStages(true);
        assertThat(guard.count("sentinel.decisions.degraded")).isPositive();
        assertThat(fault.happened().getAsBoolean()).as("still: " + fault).isTrue();
    }

    /** What was measured: the decision that took longest, and how long Redis could have decided again before it did. */
    record Measured(Duration worst, Duration recovery) {}

    /** Nobody was harmed, and Redis decides again soon after it could. */
    Measured assertRecovered(long healedNanos, Duration bound) {
        Duration taken = Duration.ofNanos(Math.max(0, guard.awaitRecovery() - healedNanos));
        assertThat(taken).isLessThan(bound.plus(SLACK));
        awaitStages();
        traffic.assertUnharmed();
        return new Measured(Traffic.worst(traffic.samples()), taken);
    }

    /** The same for what may be over before it is an outage: measured is the last decision made without Redis. */
    Measured assertFollowed(long healedNanos, Duration bound) {
        awaitStages();
        traffic.assertUnharmed();
        Duration taken = Duration.ofNanos(traffic.samples().stream()
                .filter(sample -> sample.decision().degraded())
                .mapToLong(sample -> sample.startNanos() + sample.nanos() - healedNanos)
                .reduce(0, Math::max));
        assertThat(taken).isLessThan(bound.plus(SLACK));
        return new Measured(Traffic.worst(traffic.samples()), taken);
    }

    Traffic traffic() {
        return traffic;
    }

    /** A busy machine can be late for once without any fault. */
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

    /** Each stage in its turn, for users whom nobody has seen yet. */
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
