package dev.botsentinel.redis.client;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Runs Lua scripts on one Redis server, on the master that Redis Sentinels name, or on a Cluster.
 *
 * <p><b>Protocol.</b> The first argument of each script starts with two little-endian doubles: the deadline in server time and
 * the time to decide by ({@link ScriptArgs#SERVER_TIME} for the server's own clock), both in microseconds since the epoch. A
 * token of four bytes follows. A script checks the deadline first; after it, the script changes nothing and answers {@link
 * Reply#LATE}. {@link Reply} describes the answers.
 *
 * <p><b>To the right call.</b> Each answer starts with the token of its call, which is unique on its connection. If one doesn't, the
 * call fails, and the connection is closed.
 *
 * <p><b>At most once.</b> A call is sent again only if the answer proves that nothing was done: the server doesn't know the
 * script yet, another node has the slot, or the call was late. A call whose connection breaks fails and isn't sent again.
 *
 * <p><b>Threads and errors.</b> Thread-safe, and no method blocks. Methods that return a stage never throw. Stages complete on
 * one of the client's threads, so callers must not block there. They fail with a {@link
 * dev.botsentinel.store.StoreException}, at once while there is no connection; the client reconnects in the background.
 */
public interface ScriptClient extends AutoCloseable {

    /**
     * Starts to configure a client.
     *
     * @param uri {@code redis://…}, {@code redis-sentinel://…} or {@code redis-cluster://…}, with TLS {@code rediss…}
     * @throws IllegalArgumentException if this is no such URI; the message doesn't repeat it, since it may have a password
     */
    static ScriptClientBuilder builder(String uri) {
        return new ScriptClientBuilder(uri);
    }

    /** Whether keys are spread over slots; one call can only use keys of one slot. */
    boolean isCluster();

    /** The slot of a key; 0 without a Cluster. */
    int slot(byte[] key);

    /** The name of the node that has a key: host and port, or a name for not knowing it. Without a Cluster that of the server. */
    String node(byte[] key);

    /**
     * The nodes of a Cluster that {@link #node} may name now; empty without a Cluster. A call that fails names its node in the {@link
     * dev.botsentinel.store.StoreException}.
     */
    Set<String> nodes();

    /** Runs a script within the call timeout. */
    default CompletionStage<Reply> run(ScriptArgs call) {
        return run(call, deadlineNanos());
    }

    /**
     * Runs a script by a deadline, so that several calls can share one timeout.
     *
     * @param deadlineNanos a reading of {@link System#nanoTime}; the stage has completed by then
     */
    CompletionStage<Reply> run(ScriptArgs call, long deadlineNanos);

    /**
     * About the time by which a call that starts now decides, in microseconds since the epoch: the caller's own time, else this
     * machine's clock, from which the server's may differ.
     */
    long nowMicros();

    /** The deadline of a call that starts now, by {@link System#nanoTime}. */
    long deadlineNanos();

    /** Loads a script on all nodes, and on nodes that join later, so that its first call needn't send it. */
    void load(Script script);

    /**
     * Checks whether the node that has this key has lost its state.
     *
     * @return completes after {@link ChannelListener#stateLost}, if the state is lost; fails if the node doesn't answer
     */
    CompletionStage<@Nullable Void> confirmState(byte[] key);

    /** Finds all keys that match a pattern, on all nodes, each once. Needs the right to {@code SCAN}; visits every key. */
    CompletionStage<List<byte[]>> find(byte[] pattern);

    /** Deletes all keys that match a pattern, on all nodes; completes with their number. As costly as {@link #find}. */
    CompletionStage<Long> deleteAll(byte[] pattern);

    /** Closes all connections; calls in flight and later ones fail. Idempotent. */
    @Override
    void close();
}
