package dev.botsentinel.store.resilient;

/** Runs something later, unless it is called off. Thread-safe. */
interface DeadlineTimer {

    /**
     * Sets it.
     *
     * @param task quick; what it throws is logged
     * @return calls it off
     * @throws java.util.concurrent.RejectedExecutionException after the end
     */
    Runnable after(long nanos, Runnable task);

    /** Lets what was set ring still, and takes no more. Idempotent. */
    void close();
}
