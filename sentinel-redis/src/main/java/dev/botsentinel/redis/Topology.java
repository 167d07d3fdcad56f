package dev.botsentinel.redis;

import dev.botsentinel.redis.SlotTable.Node;
import io.lettuce.core.RedisURI;
import io.netty.util.Timer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which master has which slot: asks every ten seconds, and soon after somebody has found it otherwise. Thread-safe;
 * never waits.
 */
final class Topology {

    private static final Logger log = LoggerFactory.getLogger(Topology.class);

    private static final long PERIOD_MILLIS = 10_000;

    /** Many calls find out at once; one question answers them all. */
    private static final long SOON_MILLIS = 100;

    private static final long LONGEST_PAUSE_MILLIS = 2000;

    private final Connections connections;
    private final List<RedisURI> seeds;
    private final Consumer<SlotTable> listener;
    private final Timer timer;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final CompletableFuture<SlotTable> first = new CompletableFuture<>();
    private volatile SlotTable table = SlotTable.UNKNOWN;
    private volatile boolean failing;
    private volatile boolean closed;

    /** @param listener told of each new table, by one thread at a time */
    Topology(Connections connections, List<RedisURI> seeds, Consumer<SlotTable> listener) {
        this.connections = connections;
        this.seeds = seeds;
        this.listener = listener;
        this.timer = connections.timer();
    }

    /** Begins; completes with the first table, or with the failure of the first attempt to get it. */
    CompletableFuture<SlotTable> start() {
        asking.set(true);
        ask();
        timer.newTimeout(due -> period(), PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return first;
    }

    SlotTable table() {
        return table;
    }

    /** Where a server is, with the login and all else that the seeds have. */
    RedisURI uri(Node node) {
        RedisURI uri = RedisURI.builder(seeds.get(0))
                .withHost(node.host())
                .withPort(node.port())
                .build();
        uri.setTimeout(seeds.get(0).getTimeout());
        return uri;
    }

    /** One of those that were named, for want of a table. */
    RedisURI seed() {
        return seeds.get(ThreadLocalRandom.current().nextInt(seeds.size()));
    }

    /** Somebody found that it is otherwise. */
    void doubt() {
        askIn(ThreadLocalRandom.current().nextLong(1, SOON_MILLIS));
    }

    void close() {
        closed = true;
    }

    private void period() {
        if (!closed) {
            doubt();
            timer.newTimeout(due -> period(), PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void askIn(long millis) {
        if (!closed && asking.compareAndSet(false, true)) {
            timer.newTimeout(due -> ask(), millis, TimeUnit.MILLISECONDS);
        }
    }

    /** The masters known, in any order, then those that were named. */
    private void ask() {
        List<Node> nodes = new ArrayList<>(table.masters());
        Collections.shuffle(nodes, ThreadLocalRandom.current());
        List<RedisURI> candidates =
                new ArrayList<>(nodes.stream().map(this::uri).toList());
        candidates.addAll(seeds);
        askFrom(candidates, 0).whenComplete((told, failure) -> {
            if (failure == null) {
                learned(told);
            } else {
                unanswered(failure);
            }
        });
    }

    private CompletionStage<SlotTable> askFrom(List<RedisURI> candidates, int next) {
        RedisURI uri = candidates.get(next);
        return connections
                .slotsAt(uri)
                .handle((answer, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(
                                SlotTable.read(answer, new Node(uri.getHost(), uri.getPort())));
                    }
                    return next + 1 < candidates.size()
                            ? askFrom(candidates, next + 1)
                            : CompletableFuture.<SlotTable>failedFuture(failure);
                })
                .thenCompose(told -> told);
    }

    private void learned(SlotTable told) {
        failing = false;
        if (!told.masters().containsAll(table.masters())) {
            connections.serverLeft(); // before anybody finds out who has its slots now
        }
        table = told;
        listener.accept(told);
        asking.set(false);
        first.complete(told);
    }

    private void unanswered(Throwable failure) {
        if (!failing && !closed) {
            log.warn("No server of the Redis Cluster tells its slots, trying on: {}", Failures.reason(failure));
        }
        failing = true;
        asking.set(false);
        first.completeExceptionally(failure);
        askIn(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_MILLIS / 2, LONGEST_PAUSE_MILLIS));
    }
}
