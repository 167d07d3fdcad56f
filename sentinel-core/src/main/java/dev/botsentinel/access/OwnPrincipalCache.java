package dev.botsentinel.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.request.Request;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Principals in a bounded cache of their own, for storages that have no place for them. Thread-safe. */
final class OwnPrincipalCache implements PrincipalCache {

    private final Cache<String, Entry> cache;

    /** @param maximumSize for how many subjects answers are kept */
    OwnPrincipalCache(long maximumSize) {
        this.cache = Caffeine.newBuilder()
                .maximumSize(maximumSize)
                .executor(Runnable::run)
                .build();
    }

    private record Cached(@Nullable Resolution resolution, long stamp) implements Entry {}

    @Override
    public @Nullable Entry find(Request request) {
        return cache.getIfPresent(Objects.requireNonNull(request.subjectId()));
    }

    @Override
    public void put(Facts facts, Resolution resolution, long stamp, long keepMicros) {
        cache.put(Objects.requireNonNull(facts.subject()), new Cached(resolution, stamp));
    }

    @Override
    public void remove(String subject) {
        cache.invalidate(subject);
    }
}
