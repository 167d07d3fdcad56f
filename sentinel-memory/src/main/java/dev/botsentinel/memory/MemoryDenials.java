package dev.botsentinel.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.DenialHistory;
import dev.botsentinel.store.DenialRing;
import dev.botsentinel.store.Offender;
import dev.botsentinel.store.RecentDenial;
import dev.botsentinel.store.StoredItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The last denials, a ring per subject, apart from the cells: what they take is bounded by itself, and a subject is in nobody's way
 * because it was denied yesterday. Thread-safe.
 */
final class MemoryDenials implements DenialHistory {

    /** In all rings together. */
    private static final int MOST_RUNS = 100_000;

    private final int perSubject;
    private final Cache<String, DenialRing> rings;

    MemoryDenials(int perSubject, StoreTime time) {
        this.perSubject = perSubject;
        this.rings = Caffeine.newBuilder()
                .maximumSize(Math.max(1, MOST_RUNS / perSubject))
                .expireAfterWrite(KEPT)
                .ticker(() -> TimeUnit.MICROSECONDS.toNanos(time.nowMicros()))
                .executor(Runnable::run)
                .build();
    }

    @Override
    public int perSubject() {
        return perSubject;
    }

    @Override
    public void record(Subject subject, RecentDenial denial) {
        rings.asMap().compute(subject.id(), (id, known) -> {
            DenialRing ring = known == null ? new DenialRing(perSubject) : known;
            ring.add(denial);
            return ring;
        });
    }

    @Override
    public CompletionStage<List<RecentDenial>> of(Subject subject) {
        DenialRing ring = rings.getIfPresent(subject.id());
        return CompletableFuture.completedFuture(ring == null ? List.of() : ring.newestFirst());
    }

    @Override
    public CompletionStage<List<Offender>> top(Instant since, @Nullable String reason, int most) {
        List<Offender> all = new ArrayList<>();
        rings.asMap().forEach((id, ring) -> {
            long denials = ring.times(since, reason);
            if (denials > 0) {
                all.add(new Offender(new Subject(id), denials));
            }
        });
        return CompletableFuture.completedFuture(
                all.stream().sorted(Offender.MOST_DENIED_FIRST).limit(most).toList());
    }

    void forget(Subject subject) {
        rings.invalidate(subject.id());
    }

    /** Adds what is kept of a subject. */
    void tell(Subject subject, List<StoredItem> into) {
        DenialRing ring = rings.getIfPresent(subject.id());
        if (ring != null) {
            into.add(StoredItem.ofDenials(subject, ring.newestFirst()));
        }
    }
}
