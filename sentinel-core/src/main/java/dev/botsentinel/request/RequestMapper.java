package dev.botsentinel.request;

/**
 * The adapter from an application's own update type to a {@link Request}: the one thing to write to guard a new kind of
 * pipeline. Called on the thread that checks the update; must be thread-safe and must not block.
 *
 * @param <U> the application's update type
 */
@FunctionalInterface
public interface RequestMapper<U> {

    /**
     * The facts about one update.
     *
     * @throws RuntimeException if the update can't be read; the guard then denies it as {@code unavailable}
     */
    Request map(U update);
}
