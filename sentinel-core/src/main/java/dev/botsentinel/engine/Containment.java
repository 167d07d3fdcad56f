package dev.botsentinel.engine;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a listener does wrong away from everybody else. Logs the 1st, 2nd, 4th, 8th, … time: a listener that fails
 * on every event of a flood must not flood the log as well. Thread-safe.
 */
final class Containment {

    private static final Logger LOG = LoggerFactory.getLogger("dev.botsentinel.event");

    private final AtomicLong failures = new AtomicLong();

    /** Logs what a listener threw; throws it on if it is the virtual machine that fails. */
    void contain(Object listener, Throwable failure) {
        if (failure instanceof VirtualMachineError fatal) {
            throw fatal;
        }
        log(listener, failure);
    }

    /** Logs what a listener threw, whatever it is: for a thread that has nobody to throw to. */
    void log(Object listener, Throwable failure) {
        long count = failures.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.warn("a callback failed and was passed over, failure no. {}: {}", count, nameOf(listener), failure);
        }
    }

    /** Logs that listeners set each other off so often that they are told no further. */
    void cut(int most) {
        long count = failures.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.warn("listeners call the guard and set off more than {} events; one was not told, no. {}", most, count);
        }
    }

    private static String nameOf(Object listener) {
        return listener.getClass().getName();
    }
}
