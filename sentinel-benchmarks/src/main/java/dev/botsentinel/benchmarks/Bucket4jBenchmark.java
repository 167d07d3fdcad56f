package dev.botsentinel.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
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

/** The measure of all others: a bucket in a Caffeine cache is found, and one permit taken. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Bucket4jBenchmark {

    /** A bucket for each user, the same as Sentinel's, where the traffic leaves it. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH calls setup
    public static class Buckets {

        private final Cache<Long, Bucket> cache =
                Caffeine.newBuilder().maximumSize(Peers.MAXIMUM_SIZE).build();
        private Traffic traffic;
        private TimeMeter meter;

        @Setup(Level.Trial)
        public void fill(Traffic traffic) {
            this.traffic = traffic;
            meter = new TimeMeter() {
                @Override
                public long currentTimeNanos() {
                    return traffic.time.nanos();
                }

                @Override
                public boolean isWallClockBased() {
                    return false;
                }
            };
            traffic.spendBeforehand(userId -> bucket(userId).tryConsume(Peers.BURST));
            traffic.rehearse(update -> bucket(update.userId()).tryConsume(1));
        }

        @TearDown(Level.Trial)
        public void check() {
            traffic.checkDenied();
        }

        Bucket bucket(long userId) {
            return cache.get(userId, id -> newBucket());
        }

        private Bucket newBucket() {
            return Bucket.builder()
                    .addLimit(limit -> limit.capacity(Peers.BURST).refillGreedy(Peers.PERMITS, Duration.ofMinutes(1)))
                    .withCustomTimePrecision(meter)
                    .build();
        }
    }

    @Benchmark
    public boolean tryConsume(Buckets buckets, Walk walk) {
        boolean allowed = buckets.bucket(walk.next().userId()).tryConsume(1);
        walk.decided(allowed);
        return allowed;
    }
}
