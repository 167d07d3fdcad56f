package dev.botsentinel.storage.tests;

import dev.botsentinel.store.SentinelStore;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One state and the storage instances over it: what the contract needs to know of a storage to test it. Each harness
 * starts empty and shares nothing with another one. Closing it closes its instances and removes its state.
 *
 * <p>What a storage can't do it leaves out; the tests that need it are then reported as skipped.
 */
public interface StoreHarness extends AutoCloseable {

    /** Opens a harness whose storages read this time: usually a constructor of yours. */
    @FunctionalInterface
    interface Factory {

        /**
         * An empty state.
         *
         * @param time the time that every instance decides by, with which tests turn the clock; nothing may look at
         *     another clock
         */
        StoreHarness open(InstantSource time);
    }

    /**
     * Another instance over the state, as a second process would have. A storage that lives in one process alone gives
     * the same instance each time.
     */
    SentinelStore instance();

    /** A look at what is kept and for how long, for law 5; empty if there is no way to look. */
    default Optional<ExpiryInspector> expiry() {
        return Optional.empty();
    }

    /** What can go wrong between an instance and its state, for laws 8 and 10; empty if nothing is between them. */
    default Optional<RemoteFaults> faults() {
        return Optional.empty();
    }

    /** Closes the instances and removes the state. */
    @Override
    void close();
}
