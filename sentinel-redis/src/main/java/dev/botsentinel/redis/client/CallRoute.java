package dev.botsentinel.redis.client;

import org.jspecify.annotations.Nullable;

/** The connections that a call may use, in order. Thread-safe. */
interface CallRoute {

    /**
     * The connection to try first.
     *
     * @throws dev.botsentinel.store.StoreException if no node is known to have the keys
     */
    ManagedConnection first();

    /** Whether a redirect can be the answer to this call: it names the slot of the keys. */
    boolean isConcernedBy(Redirect redirect);

    /** The connection that a redirect points to; null if there is none. */
    @Nullable
    ManagedConnection next(Redirect redirect);
}
