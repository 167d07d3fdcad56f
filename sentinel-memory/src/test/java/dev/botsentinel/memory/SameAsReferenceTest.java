package dev.botsentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.storage.tests.ReferenceStore;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random plans, administrators' operations and a clock that jumps both ways: the store answers as the reference does,
 * and, for what must not be lost, also with so little room that cells move to the protected region and back all the time.
 */
class SameAsReferenceTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int OPERATIONS = 40_000;
    private static final int SUBJECTS = 6;

    private final ManualTime time = new ManualTime(START);
    private final SentinelStore reference = new ReferenceStore(time, FingerprintKey.random());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void sameVerdictsOnAnyTrace(long seed) {
        MemoryStore store = MemoryStore.builder().time(time).build();
        assertThat(follow(store, new Random(seed), false))
                .containsExactly("Admitted", "Blocked", "Duplicate", "RateLimited");
    }

    /** Of what must not be lost alone: blocks, and limits that each admission exhausts. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sameVerdictsWithRoomForOneOwner(long seed) {
        MemoryStore store = MemoryStore.builder()
                .time(time)
                .maximumEntries(1)
                .protectedEntries(100)
                .build();
        assertThat(follow(store, new Random(seed), true)).containsExactly("Admitted", "Blocked", "RateLimited");
        assertThat(store.stats().evictions()).isZero();
    }

    private Set<String> follow(MemoryStore store, Random random, boolean lossless) {
        Set<String> met = new TreeSet<>();
        List<Long> retries = new ArrayList<>();
        for (int i = 0; i < OPERATIONS; i++) {
            turn(random, retries);
            if (random.nextInt(50) == 0) {
                administer(random, store, i);
                continue;
            }
            BoundPlan plan = lossless ? losslessPlan(random) : plan(random);
            Verdict expected = plan.on(reference).toCompletableFuture().join();
            Verdict actual = plan.on(store).toCompletableFuture().join();
            assertThat(actual).as("operation %d: %s", i, plan).isEqualTo(expected);
            met.add(expected.getClass().getSimpleName());
            if (expected instanceof Verdict.Refused refused && refused.untilMicros() != Verdict.NEVER) {
                retries.add(refused.untilMicros());
            }
        }
        return met;
    }

    private void administer(Random random, SentinelStore store, int operation) {
        Subject subject = Subject.of(random.nextInt(SUBJECTS));
        Object expected;
        Object actual;
        switch (random.nextInt(4)) {
            case 0 -> {
                Duration duration = random.nextInt(10) == 0 ? null : Duration.ofMillis(1 + random.nextInt(5000));
                expected = reference
                        .admin()
                        .block(subject, duration, "tester", "test")
                        .toCompletableFuture()
                        .join();
                actual = store.admin()
                        .block(subject, duration, "tester", "test")
                        .toCompletableFuture()
                        .join();
            }
            case 1 -> {
                expected =
                        reference.admin().blockOf(subject).toCompletableFuture().join();
                actual = store.admin().blockOf(subject).toCompletableFuture().join();
            }
            default -> {
                expected =
                        reference.admin().unblock(subject).toCompletableFuture().join();
                actual = store.admin().unblock(subject).toCompletableFuture().join();
            }
        }
        assertThat(actual).as("operation %d", operation).isEqualTo(expected);
    }

    /** Mostly forward, sometimes back, sometimes to exactly when a retry passes or a microsecond before. */
    private void turn(Random random, List<Long> retries) {
        switch (random.nextInt(10)) {
            case 0 -> time.advanceMicros(-random.nextInt(3_000_000));
            case 1, 2 -> {
                if (!retries.isEmpty()) {
                    long at = retries.get(Math.max(0, retries.size() - 1 - random.nextInt(3))) - random.nextInt(2);
                    long now = Micros.of(time.instant());
                    if (at > now && at < now + 20_000_000) {
                        time.set(Micros.instant(at));
                    }
                }
            }
            case 3 -> time.advanceMicros(random.nextInt(2_000_000));
            case 4, 5, 6 -> time.advanceMicros(random.nextInt(100_000));
            default -> {}
        }
    }

    private static BoundPlan plan(Random random) {
        String subject = Integer.toString(random.nextInt(SUBJECTS));
        String chat = Integer.toString(random.nextInt(2));
        List<Step> steps = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            Mode mode = random.nextInt(3) == 0 ? Mode.SHADOW : Mode.ENFORCE;
            Step step = switch (random.nextInt(5)) {
                case 0 -> random.nextInt(4) == 0 ? NotBlocked.CHAT : new NotBlocked(Scope.USER, mode);
                case 1 ->
                    new FirstSeen(
                            oneOf(random, FirstSeen.Kind.values()),
                            scope(random),
                            random.nextInt(40),
                            1 + random.nextInt(3) * 1_000_000L,
                            mode);
                default -> limit(random, mode);
            };
            if (steps.stream().noneMatch(other -> sameState(step, other))) {
                steps.add(step);
            }
        }
        Facts facts = Facts.of(subject, chat, Integer.toString(random.nextInt(2)), Integer.toString(random.nextInt(2)))
                .withJitterDraw(random.nextInt(Escalation.MAX_DRAW + 1));
        return BoundPlan.of(steps, facts, escalation(random), random.nextInt(10) == 0);
    }

    private static BoundPlan losslessPlan(Random random) {
        List<Step> steps = new ArrayList<>(List.of(NotBlocked.ENFORCE));
        for (int i = random.nextInt(3); i > 0; i--) {
            AppliedLimit any = limit(random, Mode.ENFORCE).applied();
            RateLimit whole = any.limit().permits() == 0
                    ? any.limit()
                    : any.limit().cost(any.limit().burst());
            Step step = new TakePermits(new AppliedLimit(any.id(), any.key(), any.scope(), whole));
            if (steps.stream().noneMatch(other -> sameState(step, other))) {
                steps.add(step);
            }
        }
        return BoundPlan.of(
                steps,
                Facts.of(Integer.toString(random.nextInt(SUBJECTS)), "1", "7", "9"),
                null,
                random.nextInt(10) == 0);
    }

    private static boolean sameState(Step step, Step other) {
        if (step instanceof TakePermits take && other instanceof TakePermits otherTake) {
            return take.applied().key().equals(otherTake.applied().key());
        }
        return step instanceof FirstSeen && other instanceof FirstSeen;
    }

    private static TakePermits limit(Random random, Mode mode) {
        int which = random.nextInt(8);
        boolean changed = random.nextInt(20) == 0;
        int permits = changed ? random.nextInt(6) : 1 + which;
        Duration per = Duration.ofMillis(changed && random.nextBoolean() ? 777 : 1000 + 500 * which);
        RateLimit limit = switch ((which + (random.nextInt(100) == 0 ? 1 : 0)) % 3) {
            case 0 -> RateLimit.slidingWindow(permits, per);
            case 1 ->
                permits == 0
                        ? RateLimit.tokenBucket(0, per)
                        : RateLimit.tokenBucket(permits, per, 1 + random.nextInt(2) * 2);
            default -> RateLimit.fixedWindow(permits, per);
        };
        int cost = which % 4 == 3 && limit.burst() >= 2 ? 2 : 1;
        RateLimit priced = limit.cost(cost);
        String key = (mode == Mode.SHADOW ? "~" : "=") + "/limit#" + which;
        return new TakePermits(
                new AppliedLimit("limit", key, scope(random), mode == Mode.SHADOW ? priced.shadow() : priced));
    }

    private static <T> T oneOf(Random random, T[] all) {
        return all[random.nextInt(all.length)];
    }

    private static Scope scope(Random random) {
        return oneOf(random, Scope.values());
    }

    private static @Nullable Escalation escalation(Random random) {
        List<Duration> ladder = List.of(Duration.ofMillis(500), Duration.ofMillis(1500));
        Escalation escalation = Escalation.of(
                        2 + random.nextInt(2), Duration.ofSeconds(3), ladder, Duration.ofSeconds(4))
                .jitter(random.nextInt(101));
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> escalation.shadow();
            default -> escalation;
        };
    }
}
