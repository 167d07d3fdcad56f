package dev.botsentinel.run;

import dev.botsentinel.log.ThrottledLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts and logs what callbacks throw, so that it ends there. An adapter contains every {@code Throwable}: an error that
 * ends the platform's loop leaves a bot that looks alive and is deaf, which helps nobody, out of memory or not. A
 * handler that fails on every update of a flood doesn't flood the log as well, see {@link ThrottledLog}. Thread-safe.
 */
public final class ContainedFailures {

    private final ThrottledLog log = ThrottledLog.of("dev.botsentinel.run");

    private final AtomicLong count = new AtomicLong();

    /** Has counted none yet. */
    public ContainedFailures() {}

    /** How many failures there were. */
    public long count() {
        return count.get();
    }

    /**
     * Counts the failure and logs it, or has a summary count it. Never throws: where memory is short, logging fails too. Restores the interruption
     * of a thread if the failure is one, for it was then thrown unchecked by code that caught it as something else.
     *
     * @param what failed, as the log names it: {@code "the handler"}
     */
    public void add(String what, Throwable failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        count.incrementAndGet();
        try {
            log.warnWithTrace(what + " failed and was passed over", failure);
        } catch (Throwable noMemory) {
            // It has been counted; nobody is left to log it.
        }
    }

    /** Closes all, in this order, each even if another fails. Never throws. */
    public void closeAll(List<? extends AutoCloseable> resources) {
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Throwable failure) {
                add("closing " + resource.getClass().getName(), failure);
            }
        }
        log.close();
    }
}
