package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Micros;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.WritesRefusedException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The breakers of a remote: two for each of its nodes, or two in all if it has none. Reports outages. Thread-safe.
 */
/*
 * A node that has no memory left, or can't save, answers what only reads and refuses to write. So one breaker is for all calls, and
 * one for those that may write: calls that write nothing don't need it, and their success doesn't close it. Together they are
 * one outage, which begins when the first of them opens and ends when both are closed.
 *
 * A call that needs several nodes passes only if all their breakers let it. Its failure counts against the node that the
 * failure names, and against all of them if it names none; its success counts for all.
 *
 * A node may leave the storage while its breaker is open, as a master does whose replica takes over. Then no call probes it any
 * more, so its outage ends when the storage no longer names it.
 */
final class NodeBreakers {

    /** Bounds the breakers of nodes that are long gone; a Redis Cluster has a thousand nodes at most. */
    private static final int MOST = 1000;

    private static final long LOOK_EVERY_MICROS = 1_000_000;

    private final SentinelStore remote;
    private final InstantSource time;
    private final OutageReporter outages;
    private final Runnable onOutage;
    private final OfNode only;
    private final Map<String, OfNode> byNode = new ConcurrentHashMap<>();
    private final Set<Breaker> open = ConcurrentHashMap.newKeySet();
    private long lookedMicros;

    /** The breakers of one node, by what calls need. */
    private static final class OfNode {

        private final Breaker[] toRead;
        private final Breaker[] toWrite;

        private OfNode(@Nullable String node, InstantSource time) {
            Breaker all = new Breaker(node, false, time);
            this.toRead = new Breaker[] {all};
            this.toWrite = new Breaker[] {all, new Breaker(node, true, time)};
        }

        private Breaker[] breakers(boolean mayWrite) {
            return mayWrite ? toWrite : toRead;
        }
    }

    /** @param onOutage run when an outage begins in which the remote may lose its state, before it is reported */
    NodeBreakers(SentinelStore remote, InstantSource time, OutageReporter outages, Runnable onOutage) {
        this.onOutage = onOutage;
        this.remote = remote;
        this.time = time;
        this.outages = outages;
        this.only = new OfNode(null, time);
    }

    /** The breakers of a call's nodes. */
    Breaker[] of(List<String> nodes, boolean mayWrite) {
        if (!open.isEmpty()) {
            endOutagesOfThoseThatLeft();
        }
        if (nodes.isEmpty()) {
            return only.breakers(mayWrite);
        }
        if (nodes.size() == 1) {
            return of(nodes.get(0)).breakers(mayWrite);
        }
        List<Breaker> all = new ArrayList<>(2 * nodes.size());
        for (String node : nodes) {
            all.addAll(List.of(of(node).breakers(mayWrite)));
        }
        return all.toArray(Breaker[]::new);
    }

    private OfNode of(String node) {
        OfNode known = byNode.get(node);
        if (known == null) {
            if (byNode.size() >= MOST) {
                Set<String> current = remote.nodes();
                byNode.entrySet()
                        .removeIf(entry -> !current.contains(entry.getKey()) && !isAnyOpen(entry.getValue().toWrite));
            }
            known = byNode.computeIfAbsent(node, name -> new OfNode(name, time));
        }
        return known;
    }

    boolean isAnyOpen() {
        return !open.isEmpty();
    }

    /** The nodes whose breakers are open, in order. */
    Set<String> openNodes() {
        Set<String> nodes = new TreeSet<>();
        for (Breaker breaker : open) {
            if (breaker.node != null) {
                nodes.add(breaker.node);
            }
        }
        return nodes;
    }

    /** Whether one of these is open. */
    static boolean isAnyOpen(Breaker[] breakers) {
        for (Breaker breaker : breakers) {
            if (breaker.isOpen()) {
                return true;
            }
        }
        return false;
    }

    /** Whether all let a call pass; takes no ticket. */
    static boolean wouldPass(Breaker[] breakers) {
        for (Breaker breaker : breakers) {
            if (!breaker.wouldPass()) {
                return false;
            }
        }
        return true;
    }

    void succeeded(Breaker breaker, long ticket) {
        if (breaker.succeeded(ticket)) {
            ended(breaker);
        }
    }

    void failed(Breaker breaker, long ticket, Throwable failure) {
        if (!breaker.failed(ticket)) {
            return;
        }
        boolean begins;
        synchronized (open) {
            begins = !isOut(breaker.node);
            open.add(breaker);
        }
        if (!breaker.isForWrites) {
            onOutage.run();
        }
        if (begins) {
            outages.degraded(breaker.node, failure);
        } else {
            outages.worsened(breaker.node, failure);
        }
    }

    /** A failure of a node that the call wasn't known to need, as after a redirect. */
    void failedElsewhere(String node, Throwable failure) {
        for (Breaker breaker : of(node).toWrite) {
            if (breaker.isForWrites == failure instanceof WritesRefusedException) {
                failed(breaker, breaker.freeTicket(), failure);
            }
        }
    }

    private void ended(Breaker breaker) {
        boolean ends;
        synchronized (open) {
            ends = open.remove(breaker) && !isOut(breaker.node); // it may have left and succeeded
        }
        if (ends) {
            outages.recovered(breaker.node);
        }
    }

    private boolean isOut(@Nullable String node) {
        return open.stream().anyMatch(other -> Objects.equals(other.node, node));
    }

    private void endOutagesOfThoseThatLeft() {
        if (!isTimeToLook()) {
            return;
        }
        Set<String> current = remote.nodes();
        for (Breaker breaker : open) {
            String node = breaker.node;
            if (node != null && !current.contains(node)) {
                byNode.remove(node);
                ended(breaker);
            }
        }
    }

    private synchronized boolean isTimeToLook() {
        long now = Micros.of(time.instant());
        long since = now - lookedMicros;
        if (since >= 0 && since < LOOK_EVERY_MICROS) {
            return false;
        }
        lookedMicros = now;
        return true;
    }
}
