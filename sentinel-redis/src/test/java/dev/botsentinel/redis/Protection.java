package dev.botsentinel.redis;

import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.resilient.ResilientStore;
import dev.botsentinel.store.resilient.ResilientStoreBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** What stands between a guard and a failing Redis: all there is, or, to see a test fail, all but one thing. */
enum Protection {
    FULL {
        @Override
        SentinelStore around(SentinelStore redis) {
            return resilient(redis).build();
        }
    },

    /** The guard asks Redis itself. */
    NO_STAND_IN {
        @Override
        SentinelStore around(SentinelStore redis) {
            return redis;
        }
    },

    /** Whoever asks waits for as long as it takes. */
    NO_DEADLINE {
        @Override
        Duration timeout() {
            return ENDLESS;
        }

        @Override
        SentinelStore around(SentinelStore redis) {
            return resilient(redis).deadline(ENDLESS).build();
        }
    },

    /** Each plan is a probe: the breaker's clock leaps a second whenever somebody looks. */
    NO_BREAKER {
        @Override
        SentinelStore around(SentinelStore redis) {
            return resilient(redis).time(leaping()).build();
        }
    };

    /** The default one of both storages. */
    static final Duration DEADLINE = Duration.ofMillis(50);

    /** How many share a limit while Redis fails. */
    static final int INSTANCES = 2;

    private static final Duration ENDLESS = Duration.ofSeconds(10);

    /** The time limit of the Redis storage itself. */
    Duration timeout() {
        return DEADLINE;
    }

    abstract SentinelStore around(SentinelStore redis);

    private static ResilientStoreBuilder resilient(SentinelStore redis) {
        MemoryStore local =
                MemoryStore.builder().fingerprintKey(RedisHarness.KEY).build();
        return ResilientStore.builder(redis, local).deadline(DEADLINE).expectedInstances(INSTANCES);
    }

    private static InstantSource leaping() {
        AtomicLong seconds = new AtomicLong();
        return () -> Instant.ofEpochSecond(seconds.getAndIncrement());
    }
}
