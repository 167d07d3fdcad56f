package dev.botsentinel.store.resilient;

import dev.botsentinel.store.StoreListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the begin and end of outages to listeners and the log, to the log at most once a minute. Thread-safe, never throws. */
final class OutageReporter {

    private static final Logger LOG = LoggerFactory.getLogger(ResilientStore.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final InstantSource time;
    private final List<StoreListener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Instant warned;
    private boolean lastIsLogged;
    private int outages;

    OutageReporter(InstantSource time) {
        this.time = time;
    }

    Runnable listen(StoreListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** @param node null for a storage without nodes */
    void degraded(@Nullable String node, Throwable cause) {
        warn(node, cause);
        tell(node == null ? listener -> listener.degraded(cause) : listener -> listener.degraded(node, cause));
    }

    /** @param node null for a storage without nodes */
    void recovered(@Nullable String node) {
        if (wasWarned()) {
            LOG.info("{} answers again{}", name(node), node == null ? "" : ", or has left");
        }
        tell(node == null ? StoreListener::recovered : listener -> listener.recovered(node));
    }

    private static String name(@Nullable String node) {
        return node == null ? "The storage" : "The storage's node " + node;
    }

    private synchronized void warn(@Nullable String node, Throwable cause) {
        outages++;
        Instant now = time.instant();
        lastIsLogged = warned == null || !now.isBefore(warned.plus(QUIET)) || now.isBefore(warned);
        if (lastIsLogged) {
            warned = now;
            LOG.warn(
                    "{} fails, decisions that need it are degraded until it answers a probe; outage no. {}: {}",
                    name(node),
                    outages,
                    String.valueOf(cause));
        }
    }

    private synchronized boolean wasWarned() {
        return lastIsLogged;
    }

    private void tell(Consumer<StoreListener> news) {
        for (StoreListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (Throwable failure) {
                LOG.warn("a listener to the storage failed and was passed over", failure);
            }
        }
    }
}
