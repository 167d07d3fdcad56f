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

/**
 * Tries all commands that the scripts need, before a connection is used; so a user with too few rights is found out at the
 * start, and not by the first block.
 */
final class SelfCheck {

    private final Supplier<List<byte[]>> spareKeys;
    private final Duration patience;

    /** @param spareKeys a key for a value and one for a set, asked for at each check */
    SelfCheck(Supplier<List<byte[]>> spareKeys, Duration patience) {
        this.spareKeys = spareKeys;
        this.patience = patience;
    }

    /** Completes with a session, or fails with what is missing. */
    CompletionStage<Session> of(StatefulRedisConnection<byte[], byte[]> connection) {
        List<byte[]> keys;
        try {
            keys = spareKeys.get();
        } catch (RedisException notNow) {
            return CompletableFuture.failedFuture(notNow);
        }
        return run(connection, keys, true)
                .thenCompose(whole -> run(connection, keys, false))
                .thenApply(reply -> {
                    long received = System.nanoTime();
                    checkAllRan(reply);
                    return new Session(connection, new ServerClock(received, reply.serverMicros()));
                });
    }

    private CompletableFuture<Reply> run(
            StatefulRedisConnection<byte[], byte[]> connection, List<byte[]> keys, boolean whole) {
        return Session.run(connection, Script.CHECK, whole, keys, List.of())
                .toCompletableFuture()
                .copy()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(Reply::new);
    }

    private static void checkAllRan(Reply reply) {
        List<String> failed = new ArrayList<>();
        for (int i = Reply.REST; i < reply.size(); i++) {
            byte[] line = reply.bytes(i);
            failed.add(line == null ? "?" : IdText.text(line));
        }
        if (failed.stream().anyMatch(Failures::isPassing)) {
            throw new RedisException("the server can't write now: " + String.join("; ", failed));
        }
        if (!failed.isEmpty()) {
            throw new StoreException("Redis doesn't let this user run what the storage needs; grant it as docs/redis.md"
                    + " says, the command or the keys. It refused: " + String.join("; ", failed));
        }
    }
}
