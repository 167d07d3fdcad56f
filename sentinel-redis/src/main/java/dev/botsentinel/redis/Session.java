package dev.botsentinel.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection that passed the check, and what is known of the server behind it. Thread-safe. */
final class Session {

    private static final Logger log = LoggerFactory.getLogger(Session.class);
    private static final byte[][] NO_KEYS = {};
    private static final byte[][] NO_ARGUMENTS = {};

    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final ServerClock clock;
    private final StateWatch.@Nullable Marker marker;
    private volatile long heardNanos;

    /** @param marker null if it doesn't matter whether the state is lost */
    Session(StatefulRedisConnection<byte[], byte[]> connection, ServerClock clock, StateWatch.@Nullable Marker marker) {
        this.connection = connection;
        this.clock = clock;
        this.marker = marker;
        this.heardNanos = System.nanoTime();
    }

    ServerClock clock() {
        return clock;
    }

    /** Runs a script known to the server, or sends the whole of it. May throw what Lettuce throws. */
    CompletionStage<List<Object>> run(Script script, boolean whole, byte[][] keys, byte[][] arguments) {
        return run(connection, script, whole, keys, arguments);
    }

    /** Has the server know a script, by a call that is too late to do anything: so it takes no right but that to call it. */
    void load(Script script) {
        byte[][] late = new ScriptArgs(script, NO_KEYS, new byte[Long.BYTES], NO_ARGUMENTS).arguments(0, 0);
        try {
            CompletionStage<List<Object>> loading = run(script, true, NO_KEYS, late);
            loading.exceptionally(failure -> List.of());
        } catch (RuntimeException failure) {
            log.debug("A script could not be loaded beforehand: {}", Failures.reason(failure));
        }
    }

    /** Has told of it when it completes, if the server has lost the state. Fails if the server doesn't say. Never throws. */
    CompletionStage<@Nullable Void> confirm() {
        StateWatch.Marker known = marker;
        if (known == null) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            return connection.async().get(known.key()).thenAccept(found -> {
                known.read(found);
                if (found == null) {
                    mark(known);
                }
            });
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private void mark(StateWatch.Marker known) {
        CompletionStage<String> marked =
                connection.async().set(known.key(), StateWatch.newMarker(), SetArgs.Builder.nx());
        marked.exceptionally(failure -> "");
    }

    /** The next command is also for a slot that is on its way here; if another one slips in between, there is a redirect. */
    void asking() {
        CompletionStage<String> asked = connection.async().asking();
        asked.exceptionally(failure -> "");
    }

    static CompletionStage<List<Object>> run(
            StatefulRedisConnection<byte[], byte[]> connection,
            Script script,
            boolean whole,
            byte[][] keys,
            byte[][] arguments) {
        return whole
                ? connection.async().<List<Object>>eval(script.text(), ScriptOutputType.MULTI, keys, arguments)
                : connection.async().<List<Object>>evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments);
    }

    /** Something came back. */
    void heard(long nanos) {
        heardNanos = nanos;
    }

    /** Whether anything came back since. */
    boolean hasHeardSince(long nanos) {
        return heardNanos - nanos > 0;
    }

    RedisAsyncCommands<byte[], byte[]> commands() {
        return connection.async();
    }

    boolean isOn(StatefulRedisConnection<?, ?> other) {
        return connection == other;
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /** What is under way fails. */
    void close() {
        close(connection);
    }

    static void close(StatefulRedisConnection<byte[], byte[]> connection) {
        CompletionStage<Void> closing = connection.closeAsync();
        closing.exceptionally(failure -> null);
    }
}
