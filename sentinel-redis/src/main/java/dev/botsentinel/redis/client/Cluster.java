package dev.botsentinel.redis.client;

import dev.botsentinel.redis.client.SlotTable.Node;
import dev.botsentinel.store.StoreException;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.SlotHash;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Runs scripts on a Cluster, each on the master that has the slot of its keys. Thread-safe. */
/*
 * Each master has its own connection, with its own watchdog and its own estimate of the server's clock. A node that doesn't
 * have a slot (any more) answers with a redirect before it runs anything, so redirects are followed within the call's
 * timeout. While a slot migrates, a call on several keys of which only some have moved is refused (TRYAGAIN): it fails, and
 * nothing was done.
 */
final class Cluster implements ScriptClient {

    /** A slot has one key in 16,384, so even a node with few slots is found within some tens of thousands. */
    private static final int MAX_TAGS = 500_000;

    /** The name of the node that has a slot while none is known to have it. */
    private static final String UNKNOWN = "the unknown node of some slots";

    private final Connections connections;
    private final CheckScript check;
    private final Topology topology;
    private final @Nullable Subscription subscription;
    private final Map<Node, ManagedConnection> masters = new ConcurrentHashMap<>();
    private volatile @Nullable Node subscribedTo;
    private volatile SlotTable newest = SlotTable.UNKNOWN;
    private volatile boolean closed;

    Cluster(Settings settings) {
        this.connections = new Connections(settings);
        this.check = settings.check();
        this.topology =
                new Topology(connections, settings.endpoints(), this::viewOf, this::connectTo, this::disconnectOthers);
        this.subscription = connections.subscription(this::anyNode);
    }

    /** Connects; completes after the first attempts, with the failure of one that failed. */
    CompletableFuture<Void> start() {
        CompletableFuture<Void> connected = topology.start()
                .thenCompose(table -> CompletableFuture.allOf(masters.values().stream()
                        .map(ManagedConnection::firstAttempt)
                        .toArray(CompletableFuture[]::new)));
        return Connections.both(connected, subscription);
    }

    @Override
    public boolean isCluster() {
        return true;
    }

    @Override
    public int slot(byte[] key) {
        return SlotHash.getSlot(key);
    }

    @Override
    public String node(byte[] key) {
        return name(topology.table().master(slot(key)));
    }

    /** Cached by the connection, since each decision asks for it. */
    private String name(@Nullable Node node) {
        ManagedConnection connection = node == null ? null : masters.get(node);
        return connection == null ? UNKNOWN : connection.address();
    }

    @Override
    public Set<String> nodes() {
        Set<String> names = new HashSet<>();
        SlotTable table = topology.table();
        table.masters().forEach(node -> names.add(name(node)));
        if (!table.isComplete()) {
            names.add(UNKNOWN);
        }
        return names;
    }

    @Override
    public CompletionStage<Reply> run(ScriptArgs call, long deadlineNanos) {
        return connections.run(new SlotRoute(slot(call.keys()[0])), call, deadlineNanos);
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
        connections.load(script, masters.values());
    }

    @Override
    public CompletionStage<@Nullable Void> confirmState(byte[] key) {
        return Session.confirmState(() -> new SlotRoute(slot(key)).first().session());
    }

    @Override
    public CompletionStage<List<byte[]>> find(byte[] pattern) {
        return KeyScan.find(this::sessions, pattern);
    }

    @Override
    public CompletionStage<Long> deleteAll(byte[] pattern) {
        return KeyScan.deleteAll(this::sessions, pattern);
    }

    @Override
    public void close() {
        closed = true;
        if (subscription != null) {
            subscription.close();
        }
        topology.close();
        masters.values().forEach(ManagedConnection::close);
        connections.close();
    }

    /** A session with each master. */
    private List<Session> sessions() {
        if (!topology.table().isComplete()) {
            topology.refreshSoon();
            throw new StoreException(
                    "some slots of the Redis Cluster have no known node, so not all keys can be found; nothing was done");
        }
        return masters.values().stream().map(ManagedConnection::session).toList();
    }

    /** One node's view, over its connection if there is one. */
    private CompletionStage<SlotTable> viewOf(Node node) {
        ManagedConnection connection = masters.get(node);
        CompletionStage<List<Object>> slots;
        try {
            slots = connection != null && connection.isConnected()
                    ? connection.session().proven(redis -> redis.clusterSlots())
                    : connections.slotsFrom(topology.uri(node));
        } catch (RuntimeException failure) {
            slots = CompletableFuture.failedFuture(failure);
        }
        return slots.thenApply(answer -> SlotTable.read(answer, node));
    }

    /** Connects to the masters of a new table; completes when all have been tried. */
    private CompletionStage<?> connectTo(SlotTable table) {
        newest = table;
        for (Node master : table.masters()) {
            if (!closed && !masters.containsKey(master)) {
                ManagedConnection connection =
                        connections.connection(connections.server(topology.uri(master)), () -> checkKeys(master));
                masters.put(master, connection);
                connection.start();
            }
        }
        return CompletableFuture.allOf(table.masters().stream()
                .map(masters::get)
                .filter(Objects::nonNull)
                .map(ManagedConnection::firstAttempt)
                .toArray(CompletableFuture[]::new));
    }

    /** Disconnects from all that aren't masters in a new table. */
    private void disconnectOthers(SlotTable table) {
        Set<Node> current = table.masters();
        Node publisher = subscribedTo;
        if (subscription != null && publisher != null && !current.contains(publisher)) {
            subscription.renew();
        }
        masters.keySet().removeIf(node -> {
            if (current.contains(node)) {
                return false;
            }
            ManagedConnection left = masters.get(node);
            if (left != null) {
                left.discard();
            }
            return true;
        });
    }

    /** A node to subscribe to; messages reach all nodes of a Cluster. */
    private Destination anyNode() {
        List<Node> known = List.copyOf(topology.table().masters());
        if (known.isEmpty()) {
            subscribedTo = null;
            return connections.server(topology.seed());
        }
        Node chosen = known.get(ThreadLocalRandom.current().nextInt(known.size()));
        subscribedTo = chosen;
        return connections.server(topology.uri(chosen));
    }

    /** Keys for the check script whose slot this master has. */
    private List<byte[]> checkKeys(Node master) {
        SlotTable table = newest;
        for (int i = 0; i < MAX_TAGS; i++) {
            List<byte[]> keys = check.keys().apply("check" + i);
            if (master.equals(table.master(slot(keys.get(0))))) {
                return keys;
            }
        }
        throw new RedisException("it has no slots now");
    }

    /** The way to the master of a slot. */
    private final class SlotRoute implements CallRoute {

        private final int slot;

        SlotRoute(int slot) {
            this.slot = slot;
        }

        @Override
        public ManagedConnection first() {
            Node master = topology.table().master(slot);
            ManagedConnection connection = master == null ? null : masters.get(master);
            if (connection == null) {
                topology.refreshSoon();
                throw new StoreException(
                        "no node of the Redis Cluster is known to have slot " + slot + "; nothing was done",
                        null,
                        UNKNOWN);
            }
            if (!connection.isConnected()) {
                topology.refreshSoon();
            }
            return connection;
        }

        @Override
        public boolean isConcernedBy(Redirect redirect) {
            return redirect.slot() == slot;
        }

        @Override
        public @Nullable ManagedConnection next(Redirect redirect) {
            if (!redirect.isAsk()) {
                topology.refreshSoon();
            }
            return masters.get(new Node(redirect.host(), redirect.port()));
        }
    }
}
