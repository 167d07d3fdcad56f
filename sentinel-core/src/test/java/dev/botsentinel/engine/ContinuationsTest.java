package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ContinuationsTest {

    private static final int TASKS = 500;

    @Test
    void onFewCoresTheyShareFewThreads() throws Exception {
        assertThat(threadsOf(Continuations.executor(1))).isLessThanOrEqualTo(8);
        assertThat(threadsOf(Continuations.executor(0))).isLessThanOrEqualTo(8);
    }

    @Test
    void onMoreCoresTheyAreOnTheCommonPool() {
        assertThat(Continuations.executor(2)).isSameAs(ForkJoinPool.commonPool());
    }

    /** The control: what the JDK makes of the common pool where it has one thread. */
    @Test
    void onFewCoresTheCommonPoolWouldBeAThreadPerTask() throws Exception {
        Assumptions.assumeTrue(ForkJoinPool.getCommonPoolParallelism() < 2, "this machine has more than two cores");
        assertThat(threadsOf(ForkJoinPool.commonPool())).isEqualTo(TASKS);
    }

    private static int threadsOf(Executor executor) throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < TASKS; i++) {
            CompletableFuture.runAsync(() -> threads.add(Thread.currentThread()), executor)
                    .get(20, TimeUnit.SECONDS);
        }
        return threads.size();
    }
}
