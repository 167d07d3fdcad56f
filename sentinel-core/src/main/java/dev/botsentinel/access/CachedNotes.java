package dev.botsentinel.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import dev.botsentinel.store.SubjectNotes;
import org.jspecify.annotations.Nullable;

/**
 * Notes in a bounded cache of their own. Those that nobody wants any more stay until they are replaced or the bound pushes
 * them out. Caffeine's record of what is used is drained at a higher cost than a look-up has, so it is told by {@link
 * #used} alone. Thread-safe.
 */
final class CachedNotes implements SubjectNotes {

    private final Cache<String, Object> cache;
    private final Policy<String, Object> quietly;

    CachedNotes(long maximumSize) {
        this.cache = Caffeine.newBuilder()
                .maximumSize(maximumSize)
                .executor(Runnable::run)
                .build();
        this.quietly = cache.policy();
    }

    @Override
    public @Nullable Object get(String subject) {
        return quietly.getIfPresentQuietly(subject);
    }

    @Override
    public void put(String subject, Object note, long keepMicros) {
        cache.put(subject, note);
    }

    @Override
    public void used(String subject) {
        Object unused = cache.getIfPresent(subject);
    }

    @Override
    public void remove(String subject) {
        cache.invalidate(subject);
    }
}
