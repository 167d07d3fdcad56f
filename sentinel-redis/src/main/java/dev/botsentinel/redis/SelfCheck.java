package dev.botsentinel.redis;

import dev.botsentinel.store.StoreException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries all commands that the scripts need, before a connection is used; so a user with too few rights is found out at the
 * start, and not by the first block.
 */
final class SelfCheck {

    private static final Script CHECK = Script.of("script/check");

    private final Supplier<List<byte[]>> spareKeys;
    private final Duration connectTimeout;
    private final byte[] channel;
    private final @Nullable StateWatch watch;

    /**
     * @param spareKeys see {@link Keys#spare}; asked for at each check
     * @param watch whom to tell by what the state is known; null if there are no news
     */
    SelfCheck(Supplier<List<byte[]>> spareKeys, Duration connectTimeout, byte[] channel, @Nullable StateWatch watch) {
        this.spareKeys = spareKeys;
        this.connectTimeout = connectTimeout;
        this.channel = channel.clone();
        this.watch = watch;
    }

    /** Completes with a session, or fails with what is missing. */
    CompletionStage<Session> of(StatefulRedisConnection<byte[], byte[]> connection) {
        List<byte[]> keys;
        try {
            keys = watch == null ? spareKeys.get().subList(0, Keys.MARKER) : spareKeys.get();
        } catch (RedisException notNow) {
            return CompletableFuture.failedFuture(notNow);
        }
        return run(connection, keys, true)
                .thenCompose(whole -> run(connection, keys, false))
                .thenApply(reply -> {
                    long received = System.nanoTime();
                    checkAllRan(reply);
                    return new Session(
                            connection, new ServerClock(received, reply.serverMicros()), marker(keys, reply));
                });
    }

    private StateWatch.@Nullable Marker marker(List<byte[]> keys, Reply reply) {
        byte[] value = reply.bytes(Reply.REST);
        byte[] run = reply.bytes(Reply.REST + 1);
        if (watch == null) {
            return null;
        }
        if (value == null || run == null) {
            throw new StoreException("Redis doesn't say by what to know its state: INFO server has no run_id");
        }
        return watch.found(keys.get(Keys.MARKER), value, run);
    }

    private CompletableFuture<Reply> run(
            StatefulRedisConnection<byte[], byte[]> connection, List<byte[]> keys, boolean whole) {
        return Session.run(connection, CHECK, whole, keys.toArray(byte[][]::new), new byte[][] {
                    StateWatch.newMarker(), channel
                })
                .toCompletableFuture()
                .copy()
                .orTimeout(connectTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(items -> new Reply(items, 0));
    }

    private static void checkAllRan(Reply reply) {
        List<String> failed = new ArrayList<>();
        for (int i = Reply.REST + 2; i < reply.size(); i++) {
            byte[] line = reply.bytes(i);
            failed.add(line == null ? "?" : Cesu8.text(line));
        }
        if (failed.stream().anyMatch(Failures::isPassing)) {
            throw new RedisException("the server can't write now: " + String.join("; ", failed));
        }
        if (!failed.isEmpty()) {
            throw new StoreException("Redis doesn't let this user run what the storage needs; grant it as docs/redis.md"
                    + " says: commands, keys and channels. It refused: " + String.join("; ", failed));
        }
    }
}
