package dev.botsentinel.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.util.concurrent.RateLimiter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Guava's rate limiter in a Caffeine cache. It can't be given a clock: on the real one the same users send far more than
 * 20 a minute, so that most is denied.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("UnstableApiUsage") // RateLimiter is @Beta
public class GuavaBenchmark {

    /** A limiter for each user who came. */
    @State(Scope.Benchmark)
    public static class Limiters {

        private static final double PER_SECOND = Peers.PERMITS / (double) Peers.PERIOD_SECONDS;

        private final Cache<Long, RateLimiter> cache =
                Caffeine.newBuilder().maximumSize(Peers.MAXIMUM_SIZE).build();

        @Setup(Level.Trial)
        public void fill(Traffic traffic) {
            traffic.rehearse(update -> limiter(update.userId()).tryAcquire());
        }

        RateLimiter limiter(long userId) {
            return cache.get(userId, id -> RateLimiter.create(PER_SECOND));
        }
    }

    @Benchmark
    public boolean tryAcquire(Limiters limiters, Walk walk) {
        boolean allowed = limiters.limiter(walk.next().userId()).tryAcquire();
        walk.decided(allowed);
        return allowed;
    }
}
