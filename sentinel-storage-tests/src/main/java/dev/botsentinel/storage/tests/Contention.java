package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.SentinelStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/**
 * Threads that start together and evaluate plans, each on an instance of its own as far as they go round.
 *
 * @param threads how many
 * @param each how many plans each of them evaluates
 */
record Contention(List<SentinelStore> instances, int threads, int each) {

    private static final int PATIENCE_SECONDS = 60;

    /** The verdicts of all plans, of which each thread evaluates its own: those with numbers that it alone gets. */
    List<Verdict> run(IntFunction<BoundPlan> plans) {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<List<Verdict>>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                SentinelStore instance = instances.get(thread % instances.size());
                int first = thread * each;
                running.add(executor.submit(evaluateAll(instance, first, plans, start)));
            }
            start.countDown();
            List<Verdict> verdicts = new ArrayList<>();
            for (Future<List<Verdict>> one : running) {
                verdicts.addAll(one.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            return verdicts;
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("threads did not get their verdicts: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while threads ran", e);
        } finally {
            executor.shutdownNow();
        }
    }

    private Callable<List<Verdict>> evaluateAll(
            SentinelStore instance, int first, IntFunction<BoundPlan> plans, CountDownLatch start) {
        return () -> {
            start.await();
            List<Verdict> verdicts = new ArrayList<>();
            for (int i = first; i < first + each; i++) {
                verdicts.add(StoreLaw.await(plans.apply(i).on(instance)));
            }
            return verdicts;
        };
    }
}
