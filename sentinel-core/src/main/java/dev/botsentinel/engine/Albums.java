package dev.botsentinel.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.request.Action;
import dev.botsentinel.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Charges an album once: the first part is decided like any update; parts of the same subject and chat that come within
 * a minute of an admitted one pass. A part that comes while the first is being decided waits for that decision. Known
 * to this instance only; bounded. Thread-safe.
 */
final class Albums {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final long MAXIMUM = 10_000;

    /** Ordered for hash maps alone: ids that share a hash can be made up, and only an order tells them apart quickly. */
    private record Key(String subject, String chat, String album) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::subject).thenComparing(Key::chat).thenComparing(Key::album);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** When an album was admitted, and as what. */
    private record Admission(Action action, Instant since) {}

    private final InstantSource time;
    private final Executor executor;
    private final Cache<Key, CompletableFuture<@Nullable Admission>> albums;

    /** @param executor where a part goes on that waited for the first one */
    Albums(InstantSource time, Executor executor) {
        this.time = time;
        this.executor = executor;
        this.albums = Caffeine.newBuilder()
                .maximumSize(MAXIMUM)
                .expireAfterWrite(WINDOW)
                .ticker(() -> nanos(time.instant()))
                .executor(Runnable::run)
                .build();
    }

    /**
     * Decides on a request that may be a part of an album.
     *
     * @param judge decides on the request, either as itself ({@code CHECKED}) or as a later part ({@code ALBUM})
     */
    CompletionStage<Decision> decide(Request request, Function<Passage, CompletionStage<Decision>> judge) {
        Key key = key(request);
        if (key == null) {
            return judge.apply(Passage.CHECKED);
        }
        CompletableFuture<@Nullable Admission> mine = new CompletableFuture<>();
        CompletableFuture<@Nullable Admission> first = albums.asMap().putIfAbsent(key, mine);
        if (first == null) {
            return judgeFirst(key, mine, request, judge);
        }
        Function<@Nullable Admission, CompletionStage<Decision>> later = admission -> {
            if (admission == null || !isWithin(admission.since, time.instant())) {
                albums.asMap().remove(key, first);
                return decide(request, judge);
            }
            return judge.apply(covers(admission, request) ? Passage.ALBUM : Passage.CHECKED);
        };
        return first.isDone() ? first.thenCompose(later) : first.thenComposeAsync(later, executor);
    }

    /** A clock that stepped back a minute or more has lost the album's minute: it must not last until the clock is back. */
    private static boolean isWithin(Instant since, Instant now) {
        return Duration.between(since, now).abs().compareTo(WINDOW) < 0;
    }

    private static @Nullable Key key(Request request) {
        return request.album() == null || request.subject() == null || request.chat() == null
                ? null
                : new Key(request.subject().id(), request.chat(), request.album());
    }

    private CompletionStage<Decision> judgeFirst(
            Key key,
            CompletableFuture<@Nullable Admission> mine,
            Request request,
            Function<Passage, CompletionStage<Decision>> judge) {
        return contained(judge).whenComplete((decision, failure) -> {
            boolean admitted = failure == null && decision.isAllowed();
            if (!admitted) {
                albums.asMap().remove(key, mine);
            }
            mine.complete(admitted ? new Admission(request.action(), time.instant()) : null);
        });
    }

    /** Later parts wait for this decision, so that it must be told of even if nobody could decide. */
    private static CompletionStage<Decision> contained(Function<Passage, CompletionStage<Decision>> judge) {
        try {
            return judge.apply(Passage.CHECKED);
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private static long nanos(Instant now) {
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /** A command in a later part's caption is a request in its own right, not a part of what was admitted. */
    private static boolean covers(Admission admission, Request request) {
        return Objects.equals(admission.action, request.action())
                || !request.action().name().startsWith("/");
    }
}
