package dev.botsentinel.redis;

import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.store.resilient.ResilientStore;
import dev.botsentinel.store.resilient.ResilientStoreBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The protection of a guard against a failing Redis: all of it, or, to see tests fail, all but one part. */
enum Protection {
    FULL {
        @Override
        SentinelStore around(SentinelStore redis) {
            return resilient(redis).build();
        }
    },

    /** The guard uses Redis directly. */
    NO_STAND_IN {
        @Override
        SentinelStore around(SentinelStore redis) {
            return redis;
        }
    },

    /** No deadline: callers wait as long as it takes. */
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

    /** One breaker for all masters of a Cluster. */
    ONE_BREAKER {
        @Override
        SentinelStore around(SentinelStore redis) {
            return resilient(new WithoutNodes(redis)).build();
        }
    },

    /** Refused writes are failures like any other, so that a read proves that Redis is well again. */
    READS_PROVE_ALL {
        @Override
        SentinelStore around(SentinelStore redis) {
            return resilient(new WithoutRefusedWrites(redis)).build();
        }
    },

    /** No breaker: its clock jumps a second at each reading, so each plan is a probe. */
    NO_BREAKER {
        @Override
        SentinelStore around(SentinelStore redis) {
            return resilient(redis).time(leaping()).build();
        }
    };

    /** The default of both storages. */
    static final Duration DEADLINE = Duration.ofMillis(50);

    /** The number of instances that share a limit while Redis fails. */
    static final int INSTANCES = 2;

    private static final Duration ENDLESS = Duration.ofSeconds(10);

    /** The timeout of the Redis storage itself. */
    Duration timeout() {
        return DEADLINE;
    }

    abstract SentinelStore around(SentinelStore redis);

    private static ResilientStoreBuilder resilient(SentinelStore redis) {
        MemoryStore local =
                MemoryStore.builder().fingerprintKey(RedisHarness.KEY).build();
        return ResilientStore.builder(redis, local).deadline(DEADLINE).expectedInstances(INSTANCES);
    }

    /** Doesn't tell the nodes. */
    private static final class WithoutNodes extends ForwardingStore {

        WithoutNodes(SentinelStore store) {
            super(store);
        }

        @Override
        public PreparedPlan prepare(Plan plan) {
            PreparedPlan prepared = super.prepare(plan);
            return facts -> prepared.evaluate(facts);
        }

        @Override
        public boolean keepsDeadlines() {
            return false;
        }

        @Override
        public Set<String> nodes() {
            return Set.of();
        }
    }

    /** Doesn't tell that writes were refused. */
    private static final class WithoutRefusedWrites extends ForwardingStore {

        WithoutRefusedWrites(SentinelStore store) {
            super(store);
        }

        @Override
        public PreparedPlan prepare(Plan plan) {
            PreparedPlan prepared = super.prepare(plan);
            return facts -> new Pending(prepared.evaluate(facts).toStage().exceptionally(failure -> {
                throw new StoreException("a failure like any other", failure);
            }));
        }
    }

    private static InstantSource leaping() {
        AtomicLong seconds = new AtomicLong();
        return () -> Instant.ofEpochSecond(seconds.getAndIncrement());
    }
}
