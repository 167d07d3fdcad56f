/** The storage for one process: {@link dev.botsentinel.memory.MemoryStore}. */
module dev.botsentinel.memory {
    requires transitive dev.botsentinel.core;
    requires com.github.benmanes.caffeine;

    exports dev.botsentinel.memory;
}
