package dev.botsentinel.redis.client;

import dev.botsentinel.redis.client.SlotTable.Node;
import io.lettuce.core.RedisURI;
import io.netty.util.Timer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Knows which master has which slot. Refreshes every ten seconds, and soon after a call found the table outdated. Thread-safe;
 * never blocks.
 */
final class Topology {

    private static final long PERIOD_MILLIS = 10_000;

    /** Many calls notice a change at the same time; one refresh is enough for all. */
    private static final long SOON_MILLIS = 100;

    /** While one node is gone for good, its calls ask for a refresh all the time. */
    private static final long UNCHANGED_PAUSE_MILLIS = 250;

    /** How long the other nodes have to answer once one has. */
    private static final long WAIT_MILLIS = 500;

    private static final long LONGEST_PAUSE_MILLIS = 2000;

    private final Connections connections;
    private final Endpoints endpoints;
    private final List<RedisURI> seeds;
    private final Function<Node, CompletionStage<SlotTable>> viewOf;
    private final Function<SlotTable, CompletionStage<?>> connecting;
    private final Consumer<SlotTable> listener;
    private final Timer timer;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private final CompletableFuture<SlotTable> first = new CompletableFuture<>();
    private volatile SlotTable table = SlotTable.UNKNOWN;
    private volatile long pauseMillis;
    private volatile boolean closed;

    /**
     * @param viewOf asks one node which master has which slot; never throws
     * @param connecting connects to the masters of a new table; calls use it when that has completed, in whatever way, or half a second
     *     later, so that none goes to a master that is about to be connected
     * @param listener receives each new table when calls use it, by one thread at a time
     */
    Topology(
            Connections connections,
            Endpoints endpoints,
            Function<Node, CompletionStage<SlotTable>> viewOf,
            Function<SlotTable, CompletionStage<?>> connecting,
            Consumer<SlotTable> listener) {
        this.connections = connections;
        this.endpoints = endpoints;
        this.seeds = endpoints.uris();
        this.viewOf = viewOf;
        this.connecting = connecting;
        this.listener = listener;
        this.timer = connections.timer();
    }

    /** Starts; completes with the first table, or with the failure of the first attempt to get it. */
    CompletableFuture<SlotTable> start() {
        refreshing.set(true);
        refresh();
        timer.newTimeout(due -> period(), PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return first;
    }

    SlotTable table() {
        return table;
    }

    /** The URI of a node, with the login and all other settings of the seeds. */
    RedisURI uri(Node node) {
        return endpoints.server(node.host(), node.port());
    }

    /** One of the configured nodes, for when no table is known. */
    RedisURI seed() {
        return seeds.get(ThreadLocalRandom.current().nextInt(seeds.size()));
    }

    /** Refreshes the table soon, because it seems outdated. */
    void refreshSoon() {
        refreshIn(pauseMillis + ThreadLocalRandom.current().nextLong(1, SOON_MILLIS));
    }

    void close() {
        closed = true;
    }

    private void period() {
        if (!closed) {
            refreshSoon();
            timer.newTimeout(due -> period(), PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void refreshIn(long millis) {
        if (!closed && refreshing.compareAndSet(false, true)) {
            timer.newTimeout(due -> refresh(), millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Asks the known masters; the configured nodes, if none are known or hardly any answer. */
    private void refresh() {
        if (closed) {
            return; // so is the timer, soon
        }
        List<Node> configured = seeds.stream()
                .map(seed -> new Node(seed.getHost(), seed.getPort()))
                .toList();
        Set<Node> known = table.masters();
        new SlotSurvey(viewOf, timer, WAIT_MILLIS)
                .majority(known.isEmpty() ? configured : known, configured, table)
                .whenComplete((found, failure) -> {
                    if (failure == null) {
                        connect(found);
                    } else {
                        failed(failure);
                    }
                });
    }

    private void connect(SlotTable found) {
        CompletionStage<?> used = connecting
                .apply(found)
                .toCompletableFuture()
                .copy()
                .completeOnTimeout(null, WAIT_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete((connected, unreachable) -> learned(found));
        assert used != null;
    }

    private void learned(SlotTable found) {
        pauseMillis = found.equals(table) ? UNCHANGED_PAUSE_MILLIS : 0;
        if (!found.masters().containsAll(table.masters())) {
            connections.nodeLeft(); // before any call uses the new table
        }
        table = found;
        listener.accept(found);
        refreshing.set(false);
        first.complete(found);
    }

    private void failed(Throwable failure) {
        if (!closed) {
            connections
                    .log()
                    .warn(
                            "No node of the Redis Cluster tells which node has which slot; retrying",
                            Failures.reason(failure));
        }
        refreshing.set(false);
        first.completeExceptionally(failure);
        refreshIn(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_MILLIS / 2, LONGEST_PAUSE_MILLIS));
    }
}
