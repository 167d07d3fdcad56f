package dev.botsentinel.cli;

import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.store.SentinelStore;

/** A replay's storage in this process. */
final class MemoryStorage implements ReplayStorage {

    /** More than any recording that fits a disk has at once; nothing live is evicted, so every decision is exact. */
    private static final long MAXIMUM_ENTRIES = 4_000_000;

    private final MemoryStore store;

    MemoryStorage(VirtualClock clock) {
        store = MemoryStore.builder()
                .time(clock)
                .maximumEntries(MAXIMUM_ENTRIES)
                .build();
    }

    @Override
    public SentinelStore store() {
        return store;
    }

    /** Said because it makes decisions too mild; it takes more owners at once than most platforms have users. */
    @Override
    public String warning() {
        MemoryStore.Stats stats = store.stats();
        return stats.evictions() > 0 || stats.entries() >= MAXIMUM_ENTRIES
                ? "warning: more than " + MAXIMUM_ENTRIES + " users and chats had to be kept at once; some were"
                        + " forgotten, so later decisions on them may be too mild\n"
                : "";
    }

    @Override
    public void close() {
        store.close();
    }
}
