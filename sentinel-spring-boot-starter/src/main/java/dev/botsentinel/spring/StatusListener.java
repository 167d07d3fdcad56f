package dev.botsentinel.spring;

import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityListener;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What health and the actuator endpoint tell of the guard, from its events. Thread-safe. */
final class StatusListener implements SecurityListener {

    /**
     * An outage of the storage.
     *
     * @param since when it began
     * @param cause the class of the failure that was one too many
     */
    record Outage(Instant since, String cause) {}

    private volatile @Nullable Outage outage;
    private volatile @Nullable String policyError;
    private final AtomicLong storeFailures = new AtomicLong();
    private final AtomicLong guardFailures = new AtomicLong();
    private final AtomicLong handlerFailures = new AtomicLong();

    @Override
    public boolean hearsDenials() {
        return false;
    }

    @Override
    public void on(SecurityEvent event) {
        if (event instanceof SecurityEvent.StoreDegraded degraded) {
            outage = new Outage(degraded.at(), degraded.cause().getClass().getSimpleName());
        } else if (event instanceof SecurityEvent.StoreRecovered) {
            outage = null;
        } else if (event instanceof SecurityEvent.StoreFailed) {
            storeFailures.incrementAndGet();
        } else if (event instanceof SecurityEvent.GuardFailed) {
            guardFailures.incrementAndGet();
        } else if (event instanceof SecurityEvent.HandlerFailed) {
            handlerFailures.incrementAndGet();
        }
    }

    void policyRead() {
        policyError = null;
    }

    void policyRefused(String errors) {
        policyError = errors;
    }

    /** The outage that lasts; null while the storage answers. */
    @Nullable
    Outage outage() {
        return outage;
    }

    /** Why the policy's newest content isn't in force; null if it is. */
    @Nullable
    String policyError() {
        return policyError;
    }

    long storeFailures() {
        return storeFailures.get();
    }

    long guardFailures() {
        return guardFailures.get();
    }

    long handlerFailures() {
        return handlerFailures.get();
    }
}
