package dev.botsentinel.benchmarks;

import java.util.concurrent.Callable;

/** Bucket4j for the next update of {@link Scenario#USERS}, as {@link CallCount} counts it. */
final class CountedBucket4j implements Callable<String> {

    private final Traffic traffic = new Traffic();
    private final Bucket4jBenchmark.Buckets buckets = new Bucket4jBenchmark.Buckets();

    CountedBucket4j() {
        traffic.makeUpdates();
        buckets.fill(traffic);
    }

    @Override
    public String call() {
        return buckets.bucket(traffic.updates[traffic.claim(1)].userId()).tryConsume(1)
                ? CountedDecision.ALLOWED
                : CountedDecision.DENIED;
    }
}
