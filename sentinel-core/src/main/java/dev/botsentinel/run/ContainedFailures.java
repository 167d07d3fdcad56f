package dev.botsentinel.run;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts and logs what callbacks throw, so that it ends there. An adapter contains every {@code Throwable}: an error that
 * ends the platform's loop leaves a bot that looks alive and is deaf, which helps nobody, out of memory or not. Only the
 * 1st, 2nd, 4th, 8th, … failure is logged: a handler that fails on every update of a flood must not flood the log as well.
 * Thread-safe.
 */
public final class ContainedFailures {

    private static final Logger LOG = LoggerFactory.getLogger("dev.botsentinel.run");

    private final AtomicLong count = new AtomicLong();

    /** Has counted none yet. */
    public ContainedFailures() {}

    /** How many failures there were. */
    public long count() {
        return count.get();
    }

    /**
     * Counts the failure and logs some. Never throws: where memory is short, logging fails too. Restores the interruption
     * of a thread if the failure is one, for it was then thrown unchecked by code that caught it as something else.
     *
     * @param what failed, as the log names it: {@code "the handler"}
     */
    public void add(String what, Throwable failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        long number = count.incrementAndGet();
        if (Long.bitCount(number) != 1) {
            return;
        }
        try {
            LOG.warn("{} failed and was passed over, failure no. {}", what, number, failure);
        } catch (Throwable unloggable) {
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
    }
}
