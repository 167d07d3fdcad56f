package dev.botsentinel.bucket4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.testing.ManualTime;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Backends that break down, storages that fail, and the threads on which decisions continue. */
class BackendFailureTest {

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final Queue<String> askedOn = new ConcurrentLinkedQueue<>();

    /** The storage, and what happens before it answers a plan. */
    private final class Observed extends ForwardingStore {

        private final Backend.Action before;

        Observed(Backend.Action before) {
            super(MemoryStore.builder().time(time).build());
            this.before = before;
        }

        @Override
        public PreparedPlan prepare(Plan plan) {
            PreparedPlan prepared = super.prepare(plan);
            return facts -> {
                askedOn.add(Thread.currentThread().getName());
                try {
                    before.run();
                } catch (Exception failure) {
                    return Pending.failed(new StoreException("the storage failed", failure));
                }
                return prepared.evaluate(facts);
            };
        }
    }

    private static Bucket4jLimits everyone(SentinelStore store, Backend.Opened opened) {
        return Bucket4jLimits.around(store).limit("everyone", opened.manager()).build();
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, mode = Mode.EXCLUDE, names = "CAFFEINE")
    void aBrokenManagerIsAFailureAndNoDenial(Backend backend) throws Exception {
        try (Backend.Opened opened = backend.open(time);
                Bucket4jLimits store = everyone(new Observed(() -> {}), opened)) {
            LimitedPlan plan = LimitedPlan.unlessBlocked().firstSeen(1_000_000).limits(LimitedPlan.EVERYONE);
            assertThat(plan.on(store, Facts.of("1", "1").withFingerprint(1))).isInstanceOf(Verdict.Admitted.class);
            askedOn.clear();
            opened.breakdown().run();
            assertThatThrownBy(() -> plan.on(store, Facts.of("1", "1").withFingerprint(2)))
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("'everyone'");
            assertThat(askedOn).as("plans that the storage was asked").isEmpty();
        }
    }

    @Test
    void aFailedGiveBackIsCountedAndTheRefusalStands() throws Exception {
        try (Backend.Opened opened = Backend.JDBC.open(time);
                Bucket4jLimits store = everyone(new Observed(opened.breakdown()), opened)) {
            store.admin()
                    .block(new Subject("1"), null, "tester", "test")
                    .toCompletableFuture()
                    .join();
            LimitedPlan plan = LimitedPlan.unlessBlocked().limits(LimitedPlan.EVERYONE);
            assertThat(plan.on(store, "1")).isInstanceOf(Verdict.Blocked.class);
            assertThat(store.failedGiveBacks()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aStorageThatFailsCostsNoTokens(Backend backend) throws Exception {
        try (Backend.Opened opened = backend.open(time);
                Bucket4jLimits store = everyone(
                        new Observed(() -> {
                            throw new IOException("broken");
                        }),
                        opened)) {
            assertThatThrownBy(() -> LimitedPlan.of(LimitedPlan.EVERYONE).on(store, "1"))
                    .hasRootCauseMessage("broken");
            assertThat(remaining(store)).isEqualTo(10);
        }
    }

    @Test
    void afterTheDeadlineNothingIsDecided() throws Exception {
        try (Backend.Opened opened = Backend.CAFFEINE.open(time);
                Bucket4jLimits store = everyone(new Observed(() -> {}), opened)) {
            Answer answer = store.prepare(LimitedPlan.of(LimitedPlan.EVERYONE).plan())
                    .evaluate(Facts.of("1", "1"), System.nanoTime() - 1);
            assertThat(answer.toStage()).isCompletedExceptionally();
            assertThat(askedOn).isEmpty();
            assertThat(remaining(store)).isEqualTo(10);
        }
    }

    /** Lettuce's threads carry its I/O. */
    @Test
    void whatAManagerAnswersLaterContinuesOnTheExecutor() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(run -> new Thread(run, "continues here"));
        try (Backend.Opened opened = Backend.REDIS.open(time);
                Bucket4jLimits store = Bucket4jLimits.around(new Observed(() -> {}))
                        .limit("everyone", opened.manager())
                        .executor(executor)
                        .build()) {
            for (int i = 0; i < 20; i++) {
                LimitedPlan.of(LimitedPlan.EVERYONE).on(store, "1");
            }
            assertThat(askedOn).contains("continues here").noneMatch(thread -> thread.startsWith("lettuce"));
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void managersThatBlockAreAskedOnTheirExecutorIfThereIsOne() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(run -> new Thread(run, "blocks here"));
        try (Backend.Opened opened = Backend.JDBC.open(time);
                Bucket4jLimits store = Bucket4jLimits.around(
                                MemoryStore.builder().time(time).build())
                        .limit("everyone", opened.manager(), budget -> {
                            askedOn.add(Thread.currentThread().getName());
                            return BudgetKey.of(budget);
                        })
                        .blockingExecutor(executor)
                        .build()) {
            PreparedPlan prepared =
                    store.prepare(LimitedPlan.of(LimitedPlan.EVERYONE).plan());
            CountDownLatch busy = new CountDownLatch(1);
            executor.execute(() -> {
                try {
                    busy.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            });
            Answer answer = prepared.evaluate(Facts.of("1", "1"));
            assertThat(answer).as("the caller waits for no database").isInstanceOf(Pending.class);
            busy.countDown();
            assertThat(answer.toStage().toCompletableFuture().join()).isInstanceOf(Verdict.Admitted.class);
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void aLocalManagerAnswersAtOnce() throws Exception {
        try (Backend.Opened opened = Backend.CAFFEINE.open(time);
                Bucket4jLimits store = everyone(new Observed(() -> {}), opened)) {
            assertThat(store.prepare(LimitedPlan.of(LimitedPlan.EVERYONE).plan())
                            .evaluate(Facts.of("1", "1")))
                    .isInstanceOf(Verdict.Admitted.class);
        }
    }

    private static long remaining(SentinelStore store) {
        return store.admin()
                .inspect(Owner.GLOBAL, List.of(LimitedPlan.EVERYONE))
                .toCompletableFuture()
                .join()
                .budgets()
                .get(0)
                .remaining();
    }
}
