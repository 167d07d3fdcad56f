package dev.botsentinel.redis;

import dev.botsentinel.redis.SlotTable.Node;
import dev.botsentinel.store.StoreException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Runs scripts on a Cluster: each call on the master that has the slot of its keys. Thread-safe. */
/*
 * A link for each master, so that each has its own connection, watch and idea of the server's clock. A server that doesn't
 * have a slot (any more) says so before it runs anything, so its redirect is followed within the call's time. While a slot
 * moves, calls with several keys of which some have moved are refused (TRYAGAIN), which is a failure that spent nothing.
 */
final class Cluster implements ScriptClient {

    /** A slot has one key in 16,384, so a server with few slots is found after some tens of thousands. */
    private static final int MOST_TAGS = 500_000;

    private final Connections connections;
    private final Keys keys;
    private final Topology topology;
    private final @Nullable Subscription subscription;
    private volatile @Nullable Node heard;
    private final Map<Node, ManagedConnection> links = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Cluster(Settings settings) {
        this.connections = new Connections(settings);
        this.keys = settings.keys();
        this.topology = new Topology(connections, settings.place().uris(), this::follow);
        this.subscription = connections.subscription(this::anyServer);
    }

    @Override
    public CompletableFuture<Void> start() {
        CompletableFuture<Void> connected = topology.start()
                .thenCompose(table -> CompletableFuture.allOf(links.values().stream()
                        .map(ManagedConnection::firstAttempt)
                        .toArray(CompletableFuture[]::new)));
        return Connections.both(connected, subscription);
    }

    @Override
    public boolean isDivided() {
        return true;
    }

    @Override
    public int place(byte[] key) {
        return SlotHash.getSlot(key);
    }

    @Override
    public CompletionStage<Reply> run(ScriptArgs call, long endNanos) {
        return connections.run(new SlotRoute(place(call.keys()[0])), call, endNanos);
    }

    @Override
    public void load(Script script) {
        connections.load(script, links.values());
    }

    @Override
    public long end() {
        return connections.end();
    }

    @Override
    public Session session(byte[] key) {
        return new SlotRoute(place(key)).first().session();
    }

    @Override
    public List<Session> sessions() {
        if (!topology.table().isWhole()) {
            topology.doubt();
            throw new StoreException(
                    "the Redis Cluster has slots of which no server is known now, so not all keys can be found; nothing was"
                            + " done");
        }
        return links.values().stream().map(ManagedConnection::session).toList();
    }

    @Override
    public @Nullable News news() {
        return connections.news();
    }

    @Override
    public void close() {
        closed = true;
        if (subscription != null) {
            subscription.close();
        }
        topology.close();
        links.values().forEach(ManagedConnection::close);
        connections.close();
    }

    /** Links to the masters of a new table, and to nobody else. */
    private void follow(SlotTable table) {
        Set<Node> masters = table.masters();
        for (Node master : masters) {
            if (!closed && !links.containsKey(master)) {
                ManagedConnection link = connections.link(topology.uri(master), () -> spareKeys(master));
                links.put(master, link);
                link.start();
            }
        }
        Node source = heard;
        if (subscription != null && source != null && !masters.contains(source)) {
            subscription.renew();
        }
        links.keySet().removeIf(node -> {
            if (masters.contains(node)) {
                return false;
            }
            ManagedConnection left = links.get(node);
            if (left != null) {
                left.discard();
            }
            return true;
        });
    }

    /** News reach all servers of a Cluster, so any master will do. */
    private RedisURI anyServer() {
        List<Node> masters = List.copyOf(topology.table().masters());
        if (masters.isEmpty()) {
            heard = null;
            return topology.seed();
        }
        Node chosen = masters.get(ThreadLocalRandom.current().nextInt(masters.size()));
        heard = chosen;
        return topology.uri(chosen);
    }

    private List<byte[]> spareKeys(Node master) {
        SlotTable table = topology.table();
        for (int i = 0; i < MOST_TAGS; i++) {
            List<byte[]> spare = keys.spare("check" + i);
            if (master.equals(table.master(place(spare.get(0))))) {
                return spare;
            }
        }
        throw new RedisException("it has no slots now");
    }

    /** To whoever has a slot. */
    private final class SlotRoute implements CallRoute {

        private final int slot;

        SlotRoute(int slot) {
            this.slot = slot;
        }

        @Override
        public ManagedConnection first() {
            Node master = topology.table().master(slot);
            ManagedConnection link = master == null ? null : links.get(master);
            if (link == null) {
                topology.doubt();
                throw new StoreException(
                        "no server of the Redis Cluster is known to have slot " + slot + " now; nothing was done");
            }
            if (!link.isConnected()) {
                topology.doubt();
            }
            return link;
        }

        @Override
        public @Nullable ManagedConnection next(Redirect redirect) {
            if (!redirect.isAsk()) {
                topology.doubt();
            }
            return links.get(new Node(redirect.host(), redirect.port()));
        }
    }
}
