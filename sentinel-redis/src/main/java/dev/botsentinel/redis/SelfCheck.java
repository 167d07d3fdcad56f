package dev.botsentinel.redis;

import dev.botsentinel.store.StoreException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Tries all commands that the scripts need, before a connection is used; so a user with too few rights is found out at the
 * start, and not by the first block.
 */
final class SelfCheck {

    private final List<byte[]> keys;
    private final Duration patience;

    SelfCheck(Keys keys, Duration patience) {
        this.keys = List.of(keys.spare("value"), keys.spare("set"));
        this.patience = patience;
    }

    /** Completes with a session, or fails with what is missing. */
    CompletionStage<Session> of(StatefulRedisConnection<byte[], byte[]> connection) {
        return run(connection, true)
                .thenCompose(whole -> run(connection, false))
                .thenApply(reply -> {
                    long received = System.nanoTime();
                    checkAllRan(reply);
                    return new Session(connection, new ServerClock(received, reply.serverMicros()));
                });
    }

    private CompletableFuture<Reply> run(StatefulRedisConnection<byte[], byte[]> connection, boolean whole) {
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
        if (!failed.isEmpty()) {
            throw new StoreException("Redis doesn't let this user run what the storage needs; grant it as docs/redis.md"
                    + " says, the command or the keys. It refused: " + String.join("; ", failed));
        }
    }
}
