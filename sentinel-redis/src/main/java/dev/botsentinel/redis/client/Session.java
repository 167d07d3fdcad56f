package dev.botsentinel.redis.client;

import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection that passed the check, and what is known about its server. Thread-safe. */
final class Session {

    private static final Logger log = LoggerFactory.getLogger(Session.class);
    private static final byte[][] NONE = {};

    /** For scripts that unpack a value before they check the deadline. */
    private static final byte[] ANY_VALUE = new byte[Long.BYTES];

    private final ScriptConnection connection;
    private final ServerClock clock;
    private final StateWatch.@Nullable Marker marker;
    private final Map<Script, CompletableFuture<@Nullable Void>> loading = new ConcurrentHashMap<>();
    private volatile long heardNanos;

    /** @param marker null if the client doesn't watch for a lost state */
    Session(ScriptConnection connection, ServerClock clock, StateWatch.@Nullable Marker marker) {
        this.connection = connection;
        this.clock = clock;
        this.marker = marker;
        this.heardNanos = System.nanoTime();
    }

    ServerClock clock() {
        return clock;
    }

    ScriptConnection connection() {
        return connection;
    }

    /** Has the server know a script; sends its source only if the server doesn't know it yet. */
    void load(Script script) {
        late(script, false).whenComplete((answer, failure) -> {
            if (failure != null) {
                CompletionStage<?> loading = loaded(script);
                assert loading != null;
            }
        });
    }

    /**
     * Has the server know a script that it doesn't know. However many ask for it at the same time, the source is sent once.
     *
     * @return completes when it is sent and answered, whether or not that succeeded; never fails
     */
    CompletionStage<@Nullable Void> loaded(Script script) {
        CompletableFuture<@Nullable Void> mine = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> others = loading.putIfAbsent(script, mine);
        if (others != null) {
            return others;
        }
        late(script, true).whenComplete((answer, failure) -> {
            loading.remove(script, mine);
            if (failure != null) {
                log.debug("Can't load a script: {}", Failures.reason(failure));
            }
            mine.complete(null);
        });
        return mine;
    }

    /** A call that is too late to do anything, so that the user needs no right to {@code SCRIPT LOAD}. Never throws. */
    private CompletionStage<Reply> late(Script script, boolean whole) {
        try {
            return connection.run(new ScriptArgs(script, NONE, ANY_VALUE, NONE), whole, 0, 0);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** See {@link ScriptClient#confirmState}. Never throws. */
    static CompletionStage<@Nullable Void> confirmState(Supplier<Session> session) {
        CompletionStage<@Nullable Void> confirmed;
        try {
            confirmed = session.get().confirmState();
        } catch (RuntimeException failure) {
            confirmed = CompletableFuture.failedFuture(failure);
        }
        return confirmed.exceptionally(failure -> {
            throw Failures.ofCall(failure);
        });
    }

    private CompletionStage<@Nullable Void> confirmState() {
        StateWatch.Marker known = marker;
        if (known == null) {
            return CompletableFuture.completedFuture(null);
        }
        return proven(redis -> redis.get(known.key())).thenAccept(found -> {
            known.read(found);
            if (found == null) {
                mark(known);
            }
        });
    }

    private void mark(StateWatch.Marker known) {
        CompletionStage<String> marked =
                connection.unproven().set(known.key(), StateWatch.newMarker(), SetArgs.Builder.nx());
        marked.exceptionally(failure -> "");
    }

    /** Allows the next command to use a slot that is migrating here. If another command slips in, the node redirects. */
    void asking() {
        CompletionStage<String> asked = connection.unproven().asking();
        asked.exceptionally(failure -> "");
    }

    /** Notes that an answer arrived. */
    void heard(long nanos) {
        heardNanos = nanos;
    }

    /** Whether an answer arrived since then. */
    boolean hasHeardSince(long nanos) {
        return heardNanos - nanos > 0;
    }

    /** See {@link ScriptConnection#proven}. */
    <T> CompletionStage<T> proven(Function<RedisAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
        return connection.proven(command);
    }

    boolean isOn(StatefulRedisConnection<?, ?> other) {
        return connection.isOn(other);
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /** Closes the connection; calls in flight fail. */
    void close() {
        connection.close();
    }

    static void close(StatefulConnection<?, ?> connection) {
        CompletionStage<Void> closing = connection.closeAsync();
        closing.exceptionally(failure -> null);
    }
}
