package dev.botsentinel.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Resilience4j's rate limiter, which has fixed periods and no burst, in a Caffeine cache; it doesn't wait for permits. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Resilience4jBenchmark {

    /** A limiter for each user. Their periods begin at different times, and what they would have sent since is spent. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH calls setup
    public static class Limiters {

        private static final RateLimiterConfig CONFIG = RateLimiterConfig.custom()
                .limitForPeriod(Peers.PERMITS)
                .limitRefreshPeriod(Duration.ofSeconds(Peers.PERIOD_SECONDS))
                .timeoutDuration(Duration.ZERO)
                .build();

        private final Cache<Long, RateLimiter> cache =
                Caffeine.newBuilder().maximumSize(Peers.MAXIMUM_SIZE).build();
        private Traffic traffic;

        @Setup(Level.Trial)
        public void fill(Traffic traffic) {
            this.traffic = traffic;
            long periodMicros = Peers.PERIOD_SECONDS * 1_000_000;
            long pauseMicros = traffic.scenario.pause.toNanos() / 1000;
            for (int i = 0; i < traffic.scenario.users; i++) {
                long untilTraffic = periodMicros - periodMicros * i / traffic.scenario.users;
                RateLimiter limiter = limiter(Traffic.userId(i));
                for (int spent = 0; spent < (untilTraffic + pauseMicros / 2) / pauseMicros; spent++) {
                    limiter.acquirePermission();
                }
                traffic.time.advance(periodMicros / traffic.scenario.users);
            }
            traffic.rehearse(update -> limiter(update.userId()).acquirePermission(1));
        }

        @TearDown(Level.Trial)
        public void check() {
            traffic.checkDenied();
        }

        RateLimiter limiter(long userId) {
            return cache.get(userId, id -> new AtomicRateLimiter("user", CONFIG, traffic.time::nanos));
        }
    }

    @Benchmark
    public boolean acquirePermission(Limiters limiters, Walk walk) {
        boolean allowed = limiters.limiter(walk.next().userId()).acquirePermission(1);
        walk.decided(allowed);
        return allowed;
    }
}
