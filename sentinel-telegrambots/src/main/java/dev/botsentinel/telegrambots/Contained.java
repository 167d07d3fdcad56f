package dev.botsentinel.telegrambots;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a handler throws away from the library's loop, whatever it is: an error that ends the loop leaves a bot that
 * looks alive and is deaf, which helps nobody, out of memory or not. The 1st, 2nd, 4th, 8th, … failure is logged: a handler
 * that fails on every update of a flood must not flood the log as well. Thread-safe.
 */
final class Contained implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.botsentinel.telegrambots");

    private final List<AutoCloseable> owned;
    private final AtomicLong failures = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    Contained(List<AutoCloseable> owned) {
        this.owned = List.copyOf(owned);
    }

    long failures() {
        return failures.get();
    }

    /** Counts it, and logs some. Never throws: where memory is short, logging fails too. */
    void contain(String what, Throwable failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt(); // thrown unchecked by somebody who caught it as something else
        }
        long count = failures.incrementAndGet();
        if (Long.bitCount(count) != 1) {
            return;
        }
        try {
            LOG.warn("{} failed and was passed over, failure no. {}", what, count, failure);
        } catch (Throwable unloggable) {
            // It has been counted; there is nobody left to tell.
        }
    }

    /** Closes what is owned, in the order given, each though another fails. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        for (AutoCloseable one : owned) {
            try {
                one.close();
            } catch (Throwable failure) {
                contain("closing " + one.getClass().getName(), failure);
            }
        }
    }
}
