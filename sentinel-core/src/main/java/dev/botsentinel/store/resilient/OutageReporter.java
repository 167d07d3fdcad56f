package dev.botsentinel.store.resilient;

import dev.botsentinel.log.ThrottledLog;
import dev.botsentinel.store.StoreHealth;
import dev.botsentinel.store.StoreHealth.BreakerState;
import dev.botsentinel.store.StoreListener;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
    private volatile @Nullable Outage outage;

    OutageReporter(InstantSource time, ThrottledLog log) {
        this.time = time;
        this.log = log;
        this.ended = log.counter("outages of the storage", "ended: it answers again");
    }

    Runnable listen(StoreListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void degraded(Throwable cause) {
        outage = new Outage(time.instant(), cause.getClass().getName());
        log.warn("The storage fails; decisions are degraded until it answers a probe", cause);
        tell(listener -> listener.degraded(cause));
    }

    void recovered() {
        outage = null;
        ended.increment();
        tell(StoreListener::recovered);
    }

    /** @param storage what to call it */
    StoreHealth health(String storage) {
        Outage now = outage;
        return now == null
                ? new StoreHealth(storage, BreakerState.CLOSED, null, null)
                : new StoreHealth(storage, BreakerState.OPEN, now.since, now.cause);
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
