package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Micros;
import dev.botsentinel.store.SentinelStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The breakers of a remote: one for each of its nodes, or a single one if it has none. Reports outages. Thread-safe.
 */
/*
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
    private final Breaker[] only;
    private final Map<String, Breaker[]> byNode = new ConcurrentHashMap<>();
    private final Set<Breaker> open = ConcurrentHashMap.newKeySet();
    private long lookedMicros;

    /** @param onOutage run when an outage begins, before it is reported */
    NodeBreakers(SentinelStore remote, InstantSource time, OutageReporter outages, Runnable onOutage) {
        this.onOutage = onOutage;
        this.remote = remote;
        this.time = time;
        this.outages = outages;
        this.only = new Breaker[] {new Breaker(time)};
    }

    /** The breakers of a call's nodes. */
    Breaker[] of(List<String> nodes) {
        if (!open.isEmpty()) {
            endOutagesOfThoseThatLeft();
        }
        if (nodes.isEmpty()) {
            return only;
        }
        if (nodes.size() == 1) {
            return of(nodes.get(0));
        }
        Breaker[] all = new Breaker[nodes.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = of(nodes.get(i))[0];
        }
        return all;
    }

    private Breaker[] of(String node) {
        Breaker[] known = byNode.get(node);
        if (known == null) {
            if (byNode.size() >= MOST) {
                Set<String> current = remote.nodes();
                byNode.entrySet().removeIf(entry -> !current.contains(entry.getKey()) && !entry.getValue()[0].isOpen());
            }
            known = byNode.computeIfAbsent(node, name -> new Breaker[] {new Breaker(name, time)});
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
        if (breaker.failed(ticket)) {
            open.add(breaker);
            onOutage.run();
            outages.degraded(breaker.node, failure);
        }
    }

    /** A failure of a node that the call wasn't known to need, as after a redirect. */
    void failedElsewhere(String node, Throwable failure) {
        Breaker breaker = of(node)[0];
        failed(breaker, breaker.freeTicket(), failure);
    }

    private void ended(Breaker breaker) {
        if (open.remove(breaker)) { // it may have left and succeeded
            outages.recovered(breaker.node);
        }
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
