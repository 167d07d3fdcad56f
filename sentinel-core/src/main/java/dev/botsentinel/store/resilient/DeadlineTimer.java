package dev.botsentinel.store.resilient;

/** Runs a task later, unless it is cancelled first. Thread-safe. */
interface DeadlineTimer {

    /**
     * Sets a timer.
     *
     * @param task quick; what it throws is logged
     * @return cancels it
     * @throws java.util.concurrent.RejectedExecutionException if this is closed
     */
    Runnable after(long nanos, Runnable task);

    /** Takes no more tasks; those set still run. Idempotent. */
    void close();
}
