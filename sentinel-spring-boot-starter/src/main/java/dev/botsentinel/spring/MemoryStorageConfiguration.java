package dev.botsentinel.spring;

import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.memory.MemoryStoreBuilder;
import dev.botsentinel.spring.SentinelProperties.StorageProperties;

/** The memory storage as the properties want it. */
final class MemoryStorageConfiguration {

    private MemoryStorageConfiguration() {}

    static MemoryStoreBuilder builder(StorageProperties storage) {
        MemoryStoreBuilder builder = MemoryStore.builder();
        if (storage.maximumEntries() != null) {
            builder.maximumEntries(storage.maximumEntries());
        }
        return builder;
    }
}
