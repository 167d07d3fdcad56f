package dev.botsentinel.store.resilient;

import dev.botsentinel.log.ThrottledLog;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.StoreHealth;
import dev.botsentinel.store.StoreHealth.BreakerState;
import dev.botsentinel.store.StoreListener;
import dev.botsentinel.store.WritesRefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reports the begin and end of outages to listeners and the log. Thread-safe, never throws. */
final class OutageReporter {

    private record Outage(Instant since, String cause) {}

    private final InstantSource time;
    private final ThrottledLog log;
    private final ThrottledLog.Counter ended;
    private final List<StoreListener> listeners = new CopyOnWriteArrayList<>();

    /** By what is out: the storage, or one of its nodes, of which a storage has a bounded number. */
    private final Map<String, Outage> outages = new ConcurrentHashMap<>();

    OutageReporter(InstantSource time, ThrottledLog log) {
        this.time = time;
        this.log = log;
        this.ended = log.counter("outages of the storage", "ended: it answers again");
    }

    Runnable listen(StoreListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** @param node null for a storage without nodes */
    void degraded(@Nullable String node, Throwable cause) {
        outages.put(name(node), new Outage(time.instant(), cause.getClass().getName()));
        log.warn(name(node) + failsHow(node, cause), cause);
        tell(node == null ? listener -> listener.degraded(cause) : listener -> listener.degraded(node, cause));
    }

    /** What fails already now fails in another way too: a node that takes no writes is gone, or the reverse. */
    void worsened(@Nullable String node, Throwable cause) {
        log.warn(name(node) + failsHow(node, cause), cause);
    }

    private static String failsHow(@Nullable String node, Throwable cause) {
        if (cause instanceof WritesRefusedException) {
            return " takes no writes; decisions that need one are degraded until a write succeeds";
        }
        return (node == null ? " fails; decisions" : " fails; decisions that need it")
                + " are degraded until it answers a probe";
    }

    /**
     * It answers again, or has left.
     *
     * @param node null for a storage without nodes
     */
    void recovered(@Nullable String node) {
        outages.remove(name(node));
        ended.increment();
        tell(node == null ? StoreListener::recovered : listener -> listener.recovered(node));
    }

    /** The storage has lost a block, and nobody lifted it. */
    void blockLost(Block block) {
        log.warn(
                "The storage lost a block before its end, though nobody lifted it; it stays in force where it is known",
                "see what the server evicts, and whether its clock was ahead");
        tell(listener -> listener.blockLost(block));
    }

    private static String name(@Nullable String node) {
        return node == null ? "The storage" : "The storage's node " + node;
    }

    /**
     * The health, with the cause of the outage that lasts longest.
     *
     * @param storage what to call it
     */
    StoreHealth health(String storage) {
        return outages.values().stream()
                .min(Comparator.comparing(Outage::since))
                .map(longest -> new StoreHealth(storage, BreakerState.OPEN, longest.since, longest.cause))
                .orElseGet(() -> new StoreHealth(storage, BreakerState.CLOSED, null, null));
    }

    private void tell(Consumer<StoreListener> news) {
        for (StoreListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (Throwable failure) {
                log.warnWithTrace("A listener to the storage failed and was passed over", failure);
            }
        }
    }
}
