package dev.botsentinel.benchmarks;

import dev.botsentinel.Sentinel;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.redis.RedisStore;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.resilient.ResilientStore;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.redisson.Redisson;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** Who is compared on Redis: each makes one call for the next update of a traffic. */
enum RedisContender {
    TRIVIAL("a trivial `EVALSHA` (`return 1`)") {
        @Override
        Running start(String uri, Traffic traffic) {
            RedisClient client = RedisClient.create(uri);
            RedisAsyncCommands<byte[], byte[]> redis =
                    client.connect(ByteArrayCodec.INSTANCE).async();
            String digest = client.connect().sync().scriptLoad("return 1");
            return new Running(
                    () -> redis.<Long>evalsha(digest, ScriptOutputType.INTEGER, new byte[][] {key(traffic)}),
                    client::shutdown);
        }
    },
    CHAIN("**Sentinel, whole chain**") {
        @Override
        Running start(String uri, Traffic traffic) throws IOException {
            SentinelStore store = ResilientStore.builder(store(uri, traffic), MemoryStore.create())
                    .deadline(PATIENCE)
                    .time(traffic.time)
                    .build();
            Sentinel<BotUpdate> sentinel =
                    Guard.sentinel(BotUpdate.mapper(traffic.scenario.action), Guard.policy(), store, traffic.time);
            return new Running(() -> sentinel.checkAsync(traffic.updates[traffic.claim(1)]), () -> {
                sentinel.close();
                store.close();
            });
        }
    },
    STORE("its storage alone") {
        @Override
        Running start(String uri, Traffic traffic) throws IOException {
            RedisStore store = store(uri, traffic);
            PreparedPlan plan = store.prepare(Guard.plan(Guard.policy(), traffic.scenario.action));
            SplittableRandom fingerprints = new SplittableRandom(42);
            return new Running(
                    () -> plan.evaluate(facts(userId(traffic), nextLong(fingerprints)))
                            .toStage(),
                    store::close);
        }
    },
    BUCKET4J("Bucket4j, Lettuce proxy") {
        @Override
        Running start(String uri, Traffic traffic) {
            RedisClient client = RedisClient.create(uri);
            AsyncProxyManager<byte[]> buckets = Bucket4jLettuce.casBasedBuilder(client)
                    .clientClock(clock(traffic))
                    .expirationAfterWrite(
                            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofSeconds(10)))
                    .build()
                    .asAsync();
            BucketConfiguration bucket = BucketConfiguration.builder()
                    .addLimit(Bandwidth.builder()
                            .capacity(Peers.BURST)
                            .refillGreedy(Peers.PERMITS, Duration.ofSeconds(Peers.PERIOD_SECONDS))
                            .build())
                    .build();
            return new Running(
                    () -> buckets.builder()
                            .build(key(traffic), () -> CompletableFuture.completedFuture(bucket))
                            .tryConsume(1),
                    client::shutdown);
        }
    },
    REDISSON("Redisson `RRateLimiter`") {
        @Override
        Running start(String uri, Traffic traffic) {
            Config config = new Config();
            config.setCodec(StringCodec.INSTANCE);
            config.useSingleServer().setAddress(uri);
            RedissonClient client = Redisson.create(config);
            List<RRateLimiter> limiters = new ArrayList<>();
            for (int i = 0; i < Math.min(REDISSON_USERS, traffic.scenario.users); i++) {
                RRateLimiter limiter = client.getRateLimiter("redisson:" + i);
                boolean unused =
                        limiter.trySetRate(RateType.OVERALL, Peers.PERMITS, Duration.ofSeconds(Peers.PERIOD_SECONDS));
                limiters.add(limiter);
            }
            return new Running(
                    () -> limiters.get(traffic.claim(1) % limiters.size()).tryAcquireAsync(), client::shutdown);
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Each has to be set up by a call of its own. */
    private static final int REDISSON_USERS = 2000;

    final String label;

    RedisContender(String label) {
        this.label = label;
    }

    /** Connects, so that calls can be made. */
    abstract Running start(String uri, Traffic traffic) throws IOException;

    /**
     * Who is connected.
     *
     * @param calls makes a call for the next update
     * @param closing ends the connection
     */
    record Running(Supplier<CompletionStage<?>> calls, Runnable closing) implements AutoCloseable {

        @Override
        public void close() {
            closing.run();
        }
    }

    /** By the traffic's clock; patient, for what is measured is how long it takes. */
    static RedisStore store(String uri, Traffic traffic) {
        return RedisStore.builder(uri)
                .fingerprintKey(FingerprintKey.random())
                .timeout(PATIENCE)
                .connectTimeout(PATIENCE)
                .time(traffic.time)
                .soleInstance()
                .build();
    }

    static Facts facts(String userId, long fingerprint) {
        return Facts.of(userId, "-1").withFingerprint(fingerprint);
    }

    private static TimeMeter clock(Traffic traffic) {
        return new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return traffic.time.nanos();
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }

    private static String userId(Traffic traffic) {
        return Long.toString(traffic.updates[traffic.claim(1)].userId());
    }

    private static byte[] key(Traffic traffic) {
        return ("peer:" + userId(traffic)).getBytes(StandardCharsets.US_ASCII);
    }

    private static long nextLong(SplittableRandom random) {
        synchronized (random) {
            return random.nextLong();
        }
    }
}
