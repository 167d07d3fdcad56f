package dev.botsentinel.run;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A handler that never throws, for platforms whose loop ends with the first exception: each update is handled by itself,
 * and what the handler throws is counted and logged. Thread-safe, as far as the handler is.
 *
 * <pre>{@code
 * ContainedHandler<MyUpdate> contained = ContainedHandler.of(sentinel.guard(bot::handle), sentinel, store);
 * platform.onUpdate(contained);
 * }</pre>
 *
 * @param <U> the application's update type
 */
public final class ContainedHandler<U> implements Consumer<U>, AutoCloseable {

    private final Consumer<? super U> handler;
    private final List<AutoCloseable> owned;
    private final ContainedFailures failures = new ContainedFailures();
    private final AtomicBoolean closed = new AtomicBoolean();

    private ContainedHandler(Consumer<? super U> handler, List<AutoCloseable> owned) {
        this.handler = Objects.requireNonNull(handler, "handler");
        this.owned = owned;
    }

    /**
     * A handler around another.
     *
     * @param handler usually {@code sentinel.guard(…)} or an {@link UpdateRunner}
     * @param owned closed with this, in this order: the runner first, then the guard, then its storage
     */
    public static <U> ContainedHandler<U> of(Consumer<? super U> handler, AutoCloseable... owned) {
        return new ContainedHandler<>(handler, List.of(owned));
    }

    /** Handles the update. Never throws. */
    @Override
    public void accept(U update) {
        try {
            handler.accept(update);
        } catch (Throwable failure) {
            failures.add("the handler", failure);
        }
    }

    /** How many exceptions were contained, those of closing included. */
    public long failures() {
        return failures.count();
    }

    /** Closes what it owns. Never throws. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            failures.closeAll(owned);
        }
    }
}
