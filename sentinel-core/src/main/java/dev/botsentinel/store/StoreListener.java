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
}
