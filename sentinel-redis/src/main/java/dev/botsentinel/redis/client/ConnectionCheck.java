package dev.botsentinel.redis.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.botsentinel.store.StoreException;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the check script on a connection before it is used, so that missing rights are found at the start and not by the first
 * command that needs them. Thread-safe.
 */
final class ConnectionCheck {

    private static final int MARKER = Reply.REST;
    private static final int RUN = MARKER + 1;
    private static final int FAILED = RUN + 1;

    private final Script script;
    private final Supplier<List<byte[]>> keys;
    private final Duration connectTimeout;
    private final @Nullable PubSubChannel channel;
    private final @Nullable StateWatch watch;

    /**
     * @param keys the script's keys, the last one for the marker; asked for at each check
     * @param watch compares the server's marker with the last one; null without a channel
     */
    ConnectionCheck(
            Script script,
            Supplier<List<byte[]>> keys,
            Duration connectTimeout,
            @Nullable PubSubChannel channel,
            @Nullable StateWatch watch) {
        this.script = script;
        this.keys = keys;
        this.connectTimeout = connectTimeout;
        this.channel = channel;
        this.watch = watch;
    }

    /** Completes with a session, or fails with what is missing. */
    CompletionStage<Session> check(ScriptConnection connection) {
        List<byte[]> all;
        try {
            all = keys.get();
        } catch (RedisException noKeysNow) {
            return CompletableFuture.failedFuture(noKeysNow);
        }
        byte[] markerKey = all.get(all.size() - 1);
        List<byte[]> used = channel == null ? all.subList(0, all.size() - 1) : all;
        return run(connection, used, true)
                .thenCompose(loaded -> run(connection, used, false))
                .thenApply(reply -> {
                    long received = System.nanoTime();
                    requireAllSucceeded(reply);
                    return new Session(
                            connection, new ServerClock(received, reply.serverMicros()), marker(markerKey, reply));
                });
    }

    private StateWatch.@Nullable Marker marker(byte[] key, Reply reply) {
        if (watch == null) {
            return null;
        }
        byte[] value = reply.bytes(MARKER);
        byte[] run = reply.bytes(RUN);
        if (value == null || run == null) {
            throw new StoreException("Redis doesn't tell its run_id (INFO server), so a lost state would go unnoticed");
        }
        return watch.found(key, value, run);
    }

    private CompletableFuture<Reply> run(ScriptConnection connection, List<byte[]> used, boolean whole) {
        List<byte[]> arguments = channel == null ? List.of() : List.of(StateWatch.newMarker(), channel.name());
        return connection
                .run(new ScriptArgs(script, used, arguments), whole, 0, 0)
                .toCompletableFuture()
                .copy()
                .orTimeout(connectTimeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void requireAllSucceeded(Reply reply) {
        List<String> failed = new ArrayList<>();
        for (int i = FAILED; i < reply.size(); i++) {
            byte[] line = reply.bytes(i);
            failed.add(line == null ? "?" : new String(line, UTF_8));
        }
        if (failed.stream().anyMatch(Failures::isTransient)) {
            throw new RedisException("the server can't write now: " + String.join("; ", failed));
        }
        if (!failed.isEmpty()) {
            throw new StoreException("this Redis user lacks rights to commands, keys or channels; docs/redis.md lists"
                    + " what to grant. Redis refused: " + String.join("; ", failed));
        }
    }
}
