package dev.botsentinel.storage.tests;

import dev.botsentinel.store.SentinelStore;
import java.time.InstantSource;
import java.util.Optional;

/** A harness around a {@link ReferenceStore}; also an example of one for a storage that lives in one process. */
public final class ReferenceHarness implements StoreHarness {

    private final ReferenceStore store;

    /** A harness around a new reference. */
    public ReferenceHarness(InstantSource time) {
        this(new ReferenceStore(time));
    }

    ReferenceHarness(ReferenceStore store) {
        this.store = store;
    }

    @Override
    public SentinelStore instance() {
        return store;
    }

    @Override
    public Optional<ExpiryInspector> expiry() {
        return Optional.of(store::entries);
    }

    @Override
    public void close() {
        store.close();
    }
}
