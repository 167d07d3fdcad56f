package dev.botsentinel.spring;

import dev.botsentinel.store.SentinelStore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The guard's storage with its name. Closing it closes what was opened for it, and nothing that the application has made.
 *
 * @param name {@code memory}, {@code redis}, or the class of the application's own
 * @param store what the guard asks, with its time taken if there are metrics
 * @param opened what is closed; null for nothing
 */
record GuardStorage(
        String name, SentinelStore store, @Nullable SentinelStore opened) implements AutoCloseable {

    /** A storage that was opened for the guard. */
    static GuardStorage of(String name, SentinelStore store, ObjectProvider<StoreTiming> timing) {
        return new GuardStorage(name, timed(name, store, timing), store);
    }

    /** A storage that the application has made, and closes. */
    static GuardStorage ofApplication(SentinelStore store, ObjectProvider<StoreTiming> timing) {
        String name = store.getClass().getSimpleName();
        return new GuardStorage(name, timed(name, store, timing), null);
    }

    private static SentinelStore timed(String name, SentinelStore store, ObjectProvider<StoreTiming> timing) {
        StoreTiming timer = timing.getIfAvailable();
        return timer == null ? store : timer.timed(name, store);
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
