package dev.botsentinel.redis.client;

import dev.botsentinel.store.StoreException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One connection, whose every answer proves which call it is for. Thread-safe. */
/*
 * Redis answers in the order of the calls, and its answers don't say which call they are for. So one reply that is doubled or lost
 * on its way gives all later ones to the wrong calls. Therefore each script call brings a token that no other call of the
 * connection has, and its answer starts with it. An answer with another token, or with none, shows that the connection is out of
 * step: its call fails, and the connection is closed, for no later answer could be trusted. docs/decisions/0015-whose-answer.md has
 * the limits: errors of the server carry no token.
 *
 * Tokens count up, for 2^32 calls; 10,000 are in flight at most. The first is drawn by chance, so that an answer that a proxy takes
 * from another connection doesn't fit either.
 */
final class ScriptConnection {

    /** Answers its token alone. Short enough to be sent as it is. */
    private static final ScriptArgs PROOF =
            new ScriptArgs(new Script("return string.sub(ARGV[1], 17, 20)"), List.of(), List.of());

    /** How long the proof of an answer may take after the answer; it was sent right after its command. */
    private static final long PROOF_MILLIS = 1000;

    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final String address;
    private final Runnable onOutOfStep;
    private final AtomicBoolean outOfStep = new AtomicBoolean();
    private final AtomicInteger nextToken =
            new AtomicInteger(ThreadLocalRandom.current().nextInt());

    /**
     * @param address of the server, for failures
     * @param onOutOfStep run once, when an answer was another call's; has to close the connection
     */
    ScriptConnection(StatefulRedisConnection<byte[], byte[]> connection, String address, Runnable onOutOfStep) {
        this.connection = connection;
        this.address = address;
        this.onOutOfStep = onOutOfStep;
    }

    /**
     * Runs a script. May throw what Lettuce throws.
     *
     * @param whole whether to send its source, because the server may not know it
     */
    CompletionStage<Reply> run(ScriptArgs call, boolean whole, long deadlineMicros, long nowMicros) {
        int token = nextToken.getAndIncrement();
        byte[][] arguments = call.arguments(deadlineMicros, nowMicros, token);
        RedisAsyncCommands<byte[], byte[]> redis = connection.async();
        RedisFuture<List<Object>> answer = whole
                ? redis.eval(call.script().text(), ScriptOutputType.MULTI, call.keys(), arguments)
                : redis.evalsha(call.script().digest(), ScriptOutputType.MULTI, call.keys(), arguments);
        return answer.thenApply(items -> proved(items, token));
    }

    /**
     * Sends a command that has no room for a token.
     *
     * @return its answer, once that of a script after it has proved that none was doubled or lost. Never throws
     */
    <T> CompletionStage<T> proven(Function<RedisAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
        try {
            CompletionStage<T> answer = command.apply(connection.async());
            CompletableFuture<Reply> proof =
                    run(PROOF, true, 0, 0).toCompletableFuture().copy();
            return answer.thenCompose(answered ->
                    proof.orTimeout(PROOF_MILLIS, TimeUnit.MILLISECONDS).thenApply(proved -> answered));
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private Reply proved(@Nullable List<Object> items, int token) {
        if (items != null && Reply.isFor(token, items)) {
            return new Reply(items);
        }
        throw outOfStep();
    }

    /** An answer was another call's. Closes the connection. */
    StoreException outOfStep() {
        if (outOfStep.compareAndSet(false, true)) {
            onOutOfStep.run();
        }
        return new StoreException(
                "Redis gave this call the answer to another one, so whether anything was done is unknown; the connection is closed."
                        + " Is there a proxy between here and Redis?",
                null,
                address);
    }

    /** For commands whose answer doesn't matter. */
    RedisAsyncCommands<byte[], byte[]> unproven() {
        return connection.async();
    }

    boolean isOn(StatefulRedisConnection<?, ?> other) {
        return connection == other;
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /** Closes the connection; calls in flight fail. */
    void close() {
        Session.close(connection);
    }
}
