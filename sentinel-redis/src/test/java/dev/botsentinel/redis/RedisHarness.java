package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.botsentinel.storage.tests.ExpiryInspector;
import dev.botsentinel.storage.tests.RemoteFaults;
import dev.botsentinel.storage.tests.StoreHarness;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.SentinelStore;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Storages on one server, with a prefix of their own, each behind a proxy that can fail. */
final class RedisHarness implements StoreHarness, ExpiryInspector, RemoteFaults {

    /** Long enough for a busy machine; tests of faults wait until it ends. */
    private static final Duration TIMEOUT = Duration.ofMillis(1500);

    static final Duration GRACE = Duration.ofMinutes(1);

    private static final long GRACE_MICROS = TimeUnit.MICROSECONDS.convert(GRACE);

    static final FingerprintKey KEY = FingerprintKey.ofHex("00112233445566778899aabbccddeeff");

    private final TestRedis server;
    private final InstantSource time;
    private final UnaryOperator<String> login;
    private final String prefix = "test:" + UUID.randomUUID();
    private final Map<SentinelStore, Wire> wires = new HashMap<>();
    private @Nullable Wire held;
    private long heldNanos;

    RedisHarness(InstantSource time) {
        this(TestRedis.shared(), time, UnaryOperator.identity());
    }

    /** @param login puts a user and a password into a URI */
    RedisHarness(TestRedis server, InstantSource time, UnaryOperator<String> login) {
        this.server = server;
        this.time = time;
        this.login = login;
    }

    @Override
    public SentinelStore instance() {
        Wire wire = new Wire(server.host(), server.port());
        RedisStoreBuilder builder = RedisStore.builder(login.apply(wire.uri()))
                .keyPrefix(prefix)
                .fingerprintKey(KEY)
                .time(time)
                .keepDenials(5)
                .timeout(TIMEOUT)
                .connectTimeout(Duration.ofSeconds(10));
        RedisStore store = builder.build();
        wires.put(store, wire);
        return store;
    }

    @Override
    public Optional<ExpiryInspector> expiry() {
        return Optional.of(this);
    }

    @Override
    public Optional<RemoteFaults> faults() {
        return Optional.of(this);
    }

    // Stored keys. With the test's own time they outlive their values, which say when they end.

    @Override
    public List<Entry> entries() {
        return entries(keys(), key -> server.admin().sync().get(key), time);
    }

    static List<Entry> entries(List<byte[]> keys, UnaryOperator<byte[]> values, InstantSource time) {
        long now = ChronoUnit.MICROS.between(java.time.Instant.EPOCH, time.instant());
        List<Entry> entries = new ArrayList<>();
        for (byte[] key : keys) {
            String name = new String(key, UTF_8);
            if (name.contains("{blocks}")) {
                continue;
            }
            long end = StructWriter.instant(ByteBuffer.wrap(values.apply(key)).position(16));
            if (end == StructWriter.NEVER) {
                entries.add(new Entry(name, null));
            } else if (end + GRACE_MICROS > now) {
                entries.add(new Entry(
                        name, Duration.of(end - now, ChronoUnit.MICROS).plus(GRACE)));
            }
        }
        return entries;
    }

    @Override
    public Duration slack() {
        return GRACE;
    }

    List<byte[]> keys() {
        RedisCommands<byte[], byte[]> redis = server.admin().sync();
        ScanArgs ours =
                ScanArgs.Builder.matches((prefix + ":*").getBytes(US_ASCII)).limit(1000);
        List<byte[]> keys = new ArrayList<>();
        KeyScanCursor<byte[]> cursor = redis.scan(ours);
        keys.addAll(cursor.getKeys());
        while (!cursor.isFinished()) {
            cursor = redis.scan(ScanCursor.of(cursor.getCursor()), ours);
            keys.addAll(cursor.getKeys());
        }
        return keys;
    }

    // Faults

    @Override
    public void delayNextCall(SentinelStore instance) {
        held = wires.get(instance);
        held.hold();
        heldNanos = System.nanoTime();
    }

    @Override
    public void loseNextReply(SentinelStore instance) {
        wires.get(instance).cutAtNextReply();
    }

    @Override
    public void settle() {
        if (held != null) {
            LockSupport.parkNanos(
                    TIMEOUT.toNanos() + TimeUnit.MILLISECONDS.toNanos(100) - (System.nanoTime() - heldNanos));
            held.release();
            held = null;
        }
        for (SentinelStore store : wires.keySet()) {
            Await.that("a lost reply", wires.get(store)::isCut);
            Await.value(
                    "an instance that answers",
                    Duration.ofSeconds(20),
                    () -> store.admin().blocks(null, 1).toCompletableFuture().get(5, TimeUnit.SECONDS));
        }
    }

    @Override
    public void restart() {
        server.restart();
        settle();
    }

    @Override
    public void close() {
        wires.forEach((store, wire) -> {
            store.close();
            wire.close();
        });
        List<byte[]> keys = keys();
        if (!keys.isEmpty()) {
            server.admin().sync().del(keys.toArray(byte[][]::new));
        }
    }
}
