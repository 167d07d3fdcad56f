package dev.botsentinel.redis;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.store.SentinelStore;
import io.lettuce.core.KeyValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes many decisions over failing connections, and afterwards reads from Redis what was executed. Each decision has its own
 * subject and takes one permit of a fixed window, so its key tells how often it was executed, and when last.
 */
final class Ledger implements AutoCloseable {

    private static final int WIRES = 4;
    private static final int THREADS_PER_WIRE = 2;
    private static final int LATEST_AT = 9;
    private static final int READ_AT_ONCE = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Step LIMIT = take(RateLimit.fixedWindow(1000, Duration.ofDays(365)));
    private static final BoundPlan ASKING = BoundPlan.of(List.of(Step.NotBlocked.ENFORCE), "nobody", null, null, true);

    private final TestRedis server = TestRedis.start(GrantedUser.option().toArray(String[]::new));
    private final String prefix = "test:" + UUID.randomUUID();
    private final Keys keys = new Keys(prefix);
    private final int decisions;
    private final double share;
    private final Duration timeout;
    private final boolean repeats;
    private final long[] dueMicros;
    private final boolean[] byRedis;
    private final AtomicInteger next = new AtomicInteger();
    private final List<Wire> wires = new ArrayList<>();

    /**
     * @param share the share of calls with a fault
     * @param timeout the timeout of the Redis storage; the guard waits at most {@link Protection#DEADLINE}
     * @param repeats whether to send unanswered calls again
     */
    Ledger(int decisions, double share, Duration timeout, boolean repeats) {
        this.decisions = decisions;
        this.share = share;
        this.timeout = timeout;
        this.repeats = repeats;
        this.dueMicros = new long[decisions];
        this.byRedis = new boolean[decisions];
    }

    /**
     * The findings.
     *
     * @param faults the faults that struck
     * @param unanswered the decisions made without Redis
     * @param executedUnanswered those of them that Redis executed in time
     * @param late the calls executed after their deadline
     * @param twice the calls executed more than once
     * @param lost the calls answered by Redis, but not executed
     * @param forEver the keys without an end
     */
    record Account(
            long faults, int unanswered, int executedUnanswered, int late, int twice, int lost, List<String> forEver) {}

    Account run() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<SentinelStore> stores = new ArrayList<>();
        for (int i = 0; i < WIRES; i++) {
            Wire wire = new Wire(server.host(), server.port());
            wires.add(wire);
            RedisStore redis = open(wire);
            // Sends every decision to Redis; a breaker would hold many back, which would prove nothing.
            SentinelStore store = Protection.NO_BREAKER.around(new RecordingStore(redis, this::sent));
            stores.add(store);
            wire.trouble(WireFault.mixed(share, Protection.DEADLINE.plusMillis(30)));
            for (int k = 0; k < THREADS_PER_WIRE; k++) {
                threads.add(new Thread(() -> decide(store, redis), "ledger-" + i + "-" + k));
            }
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        wires.forEach(Wire::noMoreTrouble);
        stores.forEach(SentinelStore::close);
        awaitNothingUnderWay();
        return read();
    }

    private RedisStore open(Wire wire) {
        return RedisStore.builder(GrantedUser.login(wire.uri()))
                .keyPrefix(prefix)
                .fingerprintKey(RedisHarness.KEY)
                .timeout(timeout)
                .build();
    }

    private void decide(SentinelStore store, RedisStore redis) {
        for (int i = next.getAndIncrement(); i < decisions; i = next.getAndIncrement()) {
            BoundPlan plan = plan(i);
            Verdict verdict = plan.on(store).toCompletableFuture().join();
            byRedis[i] = !verdict.degraded();
            if (verdict.degraded()) {
                awaitConnection(redis);
                if (repeats) {
                    Verdict unused = plan.on(store).toCompletableFuture().join();
                }
            }
        }
    }

    private static void awaitConnection(RedisStore redis) {
        Await.value(
                "a connection",
                PATIENCE,
                () -> ASKING.on(redis).toCompletableFuture().get(1, TimeUnit.SECONDS));
    }

    /** The latest deadline of a call that has already started. */
    private void sent(Facts facts) {
        int i = (int) facts.subjectNumber();
        if (dueMicros[i] == 0) {
            dueMicros[i] = micros(Instant.now()) + TimeUnit.MICROSECONDS.convert(Protection.DEADLINE);
        }
    }

    /** Waits until delayed calls have arrived: the server has closed all other connections. */
    private void awaitNothingUnderWay() {
        Await.that("calls to arrive", () -> server.info("connected_clients") == 1);
    }

    private Account read() {
        int unanswered = 0;
        int executedUnanswered = 0;
        int late = 0;
        int twice = 0;
        int lost = 0;
        for (int from = 0; from < decisions; from += READ_AT_ONCE) {
            List<KeyValue<byte[], byte[]>> values = values(from);
            for (int k = 0; k < values.size(); k++) {
                int i = from + k;
                byte[] value = values.get(k).getValueOrElse(new byte[0]);
                int executions = value.length == 0 ? 0 : executions(value);
                unanswered += byRedis[i] ? 0 : 1;
                executedUnanswered += !byRedis[i] && executions > 0 ? 1 : 0;
                late += executions > 0 && lastMicros(value) > dueMicros[i] ? 1 : 0;
                twice += executions > 1 ? 1 : 0;
                lost += byRedis[i] && executions == 0 ? 1 : 0;
            }
        }
        long faults = wires.stream().mapToLong(Wire::harmed).sum();
        return new Account(faults, unanswered, executedUnanswered, late, twice, lost, server.keysForEver());
    }

    private List<KeyValue<byte[], byte[]>> values(int from) {
        List<byte[]> wanted = new ArrayList<>();
        for (int i = from; i < Math.min(decisions, from + READ_AT_ONCE); i++) {
            wanted.add(keys.owner(Owner.user(Integer.toString(i))));
        }
        return server.admin().sync().mget(wanted.toArray(byte[][]::new));
    }

    /** The last four bytes of the fixed window, which is the last part. */
    private static int executions(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt(value.length - Integer.BYTES);
    }

    /** The owner's time, in the header. */
    private static long lastMicros(byte[] value) {
        return StructWriter.instant(
                ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).position(LATEST_AT));
    }

    private static BoundPlan plan(int i) {
        return BoundPlan.of(List.of(LIMIT), Integer.toString(i), null, null, false);
    }

    private static Step take(RateLimit limit) {
        return new Step.TakePermits(new AppliedLimit("ledger", "=ledger", limit.scope(), limit));
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    @Override
    public void close() {
        wires.forEach(Wire::close);
        server.close();
    }
}
