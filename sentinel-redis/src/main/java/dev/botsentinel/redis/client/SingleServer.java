package dev.botsentinel.redis.client;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Runs scripts over one connection, to one server or to the master that Redis Sentinels name. Thread-safe. */
final class SingleServer implements ScriptClient {

    private static final String CHECK_TAG = "check";

    private final Connections connections;
    private final ManagedConnection connection;
    private final @Nullable Subscription subscription;

    SingleServer(Settings settings) {
        this.connections = new Connections(settings);
        Destination server = connections.configuredServer();
        this.connection =
                connections.connection(server, () -> settings.check().keys().apply(CHECK_TAG));
        this.subscription = connections.subscription(() -> server);
    }

    /** Connects; completes after the first attempt, with its failure if it failed. */
    CompletableFuture<Void> start() {
        connection.start();
        return Connections.both(connection.firstAttempt(), subscription);
    }

    @Override
    public boolean isCluster() {
        return false;
    }

    @Override
    public int slot(byte[] key) {
        return 0;
    }

    @Override
    public String node(byte[] key) {
        return connection.address();
    }

    @Override
    public Set<String> nodes() {
        return Set.of();
    }

    @Override
    public CompletionStage<Reply> run(ScriptArgs call, long deadlineNanos) {
        return connections.run(connection, call, deadlineNanos);
    }

    @Override
    public long nowMicros() {
        return connections.nowMicros();
    }

    @Override
    public long deadlineNanos() {
        return connections.deadlineNanos();
    }

    @Override
    public void load(Script script) {
        connections.load(script, List.of(connection));
    }

    @Override
    public CompletionStage<@Nullable Void> confirmState(byte[] key) {
        return Session.confirmState(connection::session);
    }

    @Override
    public CompletionStage<List<byte[]>> find(byte[] pattern) {
        return KeyScan.find(() -> List.of(connection.session()), pattern);
    }

    @Override
    public CompletionStage<Long> deleteAll(byte[] pattern) {
        return KeyScan.deleteAll(() -> List.of(connection.session()), pattern);
    }

    /** For tests. */
    ManagedConnection connection() {
        return connection;
    }

    @Override
    public void close() {
        if (subscription != null) {
            subscription.close();
        }
        connection.close();
        connections.close();
    }
}
