package dev.botsentinel.redis;

import org.jspecify.annotations.Nullable;

/** Where a call goes. Thread-safe. */
interface CallRoute {

    /**
     * The first link to try.
     *
     * @throws dev.botsentinel.store.StoreException if nobody is known who could answer
     */
    ManagedConnection first();

    /** The link to try next, after a server refused the call and said who has its keys; null if there is none. */
    @Nullable
    ManagedConnection next(Redirect redirect);
}
