package dev.botsentinel.spring;

import dev.botsentinel.store.SentinelStore;

/** Takes a storage's time; by metrics, where there are any. */
@FunctionalInterface
interface StoreTiming {

    /**
     * The same storage, with its time taken.
     *
     * @param backend the storage's name in metrics
     */
    SentinelStore timed(String backend, SentinelStore store);
}
