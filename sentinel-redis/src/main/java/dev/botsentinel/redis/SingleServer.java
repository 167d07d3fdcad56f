package dev.botsentinel.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Runs scripts on one server, or on the one that Sentinels call the master now, over one connection. */
final class SingleServer implements ScriptClient {

    private final Connections connections;
    private final ManagedConnection link;
    private final @Nullable Subscription subscription;

    SingleServer(Settings settings) {
        this.connections = new Connections(settings);
        this.link = connections.link(
                settings.place().uris().get(0), () -> settings.keys().spare("check"));
        this.subscription =
                connections.subscription(() -> settings.place().uris().get(0));
    }

    @Override
    public CompletableFuture<Void> start() {
        link.start();
        return Connections.both(link.firstAttempt(), subscription);
    }

    @Override
    public boolean isDivided() {
        return false;
    }

    @Override
    public int place(byte[] key) {
        return 0;
    }

    @Override
    public CompletionStage<Reply> run(ScriptArgs call, long endNanos) {
        return connections.run(link, call, endNanos);
    }

    @Override
    public void load(Script script) {
        connections.load(script, List.of(link));
    }

    @Override
    public long end() {
        return connections.end();
    }

    @Override
    public Session session(byte[] key) {
        return link.session();
    }

    @Override
    public List<Session> sessions() {
        return List.of(link.session());
    }

    @Override
    public @Nullable News news() {
        return connections.news();
    }

    /** For tests. */
    ManagedConnection link() {
        return link;
    }

    @Override
    public void close() {
        if (subscription != null) {
            subscription.close();
        }
        link.close();
        connections.close();
    }
}
