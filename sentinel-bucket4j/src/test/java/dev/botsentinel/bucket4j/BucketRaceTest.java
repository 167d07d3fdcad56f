package dev.botsentinel.bucket4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many threads on one bucket, while time stands still but for one step. */
class BucketRaceTest {

    private static final int THREADS = 8;
    private static final int BURST = 20;
    private static final AppliedLimit SHARED =
            LimitedPlan.applied(RateLimit.tokenBucket(5, Duration.ofSeconds(1), BURST)
                    .scope(Scope.GLOBAL)
                    .named("shared"));

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));

    @ParameterizedTest
    @EnumSource(Backend.class)
    void neverMoreThanBurstAndRefillIsAdmitted(Backend backend) throws Exception {
        try (Backend.Opened opened = backend.open(time);
                Bucket4jLimits store = store(opened)) {
            assertThat(admitted(store, false)).isEqualTo(BURST);
            time.advance(Duration.ofSeconds(2));
            assertThat(admitted(store, false)).isEqualTo(10);
        }
    }

    /** Half of the threads are blocked users: what they took for a moment is back, all of it. */
    @ParameterizedTest
    @EnumSource(Backend.class)
    void whatTheStorageRefusesIsGivenBack(Backend backend) throws Exception {
        try (Backend.Opened opened = backend.open(time);
                Bucket4jLimits store = store(opened)) {
            store.admin()
                    .block(new Subject("blocked"), null, "tester", "test")
                    .toCompletableFuture()
                    .join();
            int admitted = admitted(store, true);
            assertThat(admitted).isPositive().isLessThanOrEqualTo(BURST);
            assertThat(remaining(store.admin())).isEqualTo(BURST - admitted);
            assertThat(store.failedGiveBacks()).isZero();
        }
    }

    private Bucket4jLimits store(Backend.Opened opened) {
        return Bucket4jLimits.around(MemoryStore.builder().time(time).build())
                .limit("shared", opened.manager())
                .build();
    }

    private static long remaining(StoreAdmin admin) {
        return admin.inspect(Owner.GLOBAL, List.of(SHARED))
                .toCompletableFuture()
                .join()
                .budgets()
                .get(0)
                .remaining();
    }

    private static int admitted(Bucket4jLimits store, boolean someAreBlocked) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String subject = someAreBlocked && i % 2 == 0 ? "blocked" : "user " + i;
                counts.add(threads.submit(() -> {
                    start.await();
                    int admitted = 0;
                    for (int asked = 0; asked < BURST; asked++) {
                        LimitedPlan plan = LimitedPlan.unlessBlocked().limits(SHARED);
                        admitted += plan.on(store, subject) instanceof Verdict.Admitted ? 1 : 0;
                    }
                    return admitted;
                }));
            }
            start.countDown();
            int admitted = 0;
            for (Future<Integer> count : counts) {
                admitted += count.get(60, TimeUnit.SECONDS);
            }
            return admitted;
        } finally {
            threads.shutdownNow();
        }
    }
}
