package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.botsentinel.plan.Stages;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the groups of the contract share: a fresh state at a known time, and few words to ask it. */
abstract class StoreLaw {

    /** Midnight, so that every fixed window that divides a day starts here. */
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    static final long T0 = TraceMicros.of(START);
    static final long SECOND = TraceMicros.SECOND;
    static final long MINUTE = TraceMicros.MINUTE;
    static final long HOUR = TraceMicros.HOUR;
    static final long DAY = TraceMicros.DAY;

    private static final int PATIENCE_SECONDS = 30;

    final ManualTime time = new ManualTime(START);

    @SuppressWarnings("NullAway.Init") // opened before each test
    StoreHarness harness;

    @SuppressWarnings("NullAway.Init") // opened before each test
    SentinelStore store;

    private @Nullable SentinelStore other;

    /** The storage under test. */
    abstract StoreHarness.Factory factory();

    @BeforeEach
    void open() {
        harness = factory().open(time);
        store = harness.instance();
        other = null;
    }

    @AfterEach
    void close() {
        harness.close();
    }

    /** A second instance over the same state. */
    final SentinelStore otherInstance() {
        SentinelStore second = other;
        if (second == null) {
            second = harness.instance();
            other = second;
        }
        return second;
    }

    static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    long now() {
        return TraceMicros.of(time.instant());
    }

    void setTime(long micros) {
        time.set(TraceMicros.instant(micros));
    }

    /** What the stage completes with; fails the test if it fails or takes too long. */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the storage failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the storage", e);
        }
    }

    /** How the stage fails; fails the test if it doesn't. */
    static Throwable awaitFailure(CompletionStage<?> stage) {
        return await(stage.handle((answer, failure) -> {
            if (failure == null) {
                throw new AssertionError("expected a failure, but the answer is " + answer);
            }
            return Stages.cause(failure); // a storage may compose its stages
        }));
    }

    Verdict ask(BoundPlan plan) {
        return await(plan.on(store));
    }

    Verdict ask(PlanBuilder plan) {
        return ask(plan.build());
    }

    Verdict.Admitted admitted(PlanBuilder plan) {
        return assertInstanceOf(Verdict.Admitted.class, ask(plan), () -> "should be admitted: " + plan);
    }

    void admitted(int times, PlanBuilder plan) {
        for (int i = 0; i < times; i++) {
            admitted(plan);
        }
    }

    Verdict.RateLimited limited(PlanBuilder plan) {
        return assertInstanceOf(Verdict.RateLimited.class, ask(plan), () -> "should be rate limited: " + plan);
    }

    void limited(int times, PlanBuilder plan) {
        for (int i = 0; i < times; i++) {
            limited(plan);
        }
    }

    Verdict.Blocked blocked(PlanBuilder plan) {
        return assertInstanceOf(Verdict.Blocked.class, ask(plan), () -> "should be blocked: " + plan);
    }

    Verdict.Duplicate duplicate(PlanBuilder plan) {
        return assertInstanceOf(Verdict.Duplicate.class, ask(plan), () -> "should be a duplicate: " + plan);
    }

    /** The whole permits that the plan's last limit would have left after this plan, without spending any. */
    long remaining(PlanBuilder plan) {
        Verdict.Admitted probed =
                assertInstanceOf(Verdict.Admitted.class, ask(plan.probe()), () -> "should be admitted: " + plan);
        return probed.remaining(probed.size() - 1);
    }

    /** The shadow step with this place in the plan would have refused, or not. */
    static void assertShadowRefused(boolean expected, Verdict.Admitted verdict, int step) {
        assertEquals(expected, verdict.shadowRefused(step), () -> "shadow refusal of step " + step + " in " + verdict);
    }

    /** A retry fails one microsecond before, and passes exactly then. */
    void assertPassesExactlyAt(long untilMicros, PlanBuilder plan) {
        setTime(untilMicros - 1);
        assertTrue(
                ask(plan) instanceof Verdict.Refused,
                () -> "should still be refused one microsecond before " + TraceMicros.instant(untilMicros) + ": "
                        + plan);
        setTime(untilMicros);
        admitted(plan);
    }

    Block block(String subject, Duration duration) {
        return await(store.admin().block(new Subject(subject), duration, "admin", "spam"));
    }

    Block blockForEver(String subject) {
        return await(store.admin().block(new Subject(subject), null, "admin", "spam"));
    }

    Optional<Block> unblock(String subject) {
        return await(store.admin().unblock(new Subject(subject)));
    }

    Optional<Block> blockOf(String subject) {
        return await(store.admin().blockOf(new Subject(subject)));
    }

    /** Those listed as blocked, on one page. */
    List<String> blockedIds() {
        return await(store.admin().blocks(null, 1000)).blocks().stream()
                .map(block -> block.subject().id())
                .toList();
    }
}
