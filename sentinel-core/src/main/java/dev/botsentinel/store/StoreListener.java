package dev.botsentinel.store;

/**
 * Hears how a storage fares. Told on whatever thread it happens, a client's own included: must be thread-safe, must not
 * block, and should hand on what takes time. What it throws is logged and harms nothing.
 */
public interface StoreListener {

    /**
     * The storage has failed so often that it is asked no more, but for a probe now and then; until it answers one,
     * decisions are degraded.
     *
     * @param cause the failure that was one too many
     */
    void degraded(Throwable cause);

    /** The storage has answered a probe, and is asked again. */
    void recovered();

    /**
     * As {@link #degraded}, of one {@linkplain SentinelStore#nodes node} of a storage: only decisions that need it are degraded.
     *
     * @param node by its name
     */
    default void degraded(String node, Throwable cause) {
        degraded(cause);
    }

    /**
     * As {@link #recovered}, of one node. Also if it is no longer one of the storage's nodes; then others have what it had.
     *
     * @param node by its name
     */
    default void recovered(String node) {
        recovered();
    }

    /**
     * The storage has lost a block before its end, though nobody lifted it. It stays in force on this instance. Told once for each block.
     *
     * @param block what this instance knows of it
     */
    default void blockLost(Block block) {}
}
