package dev.botsentinel.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Who was told why, so that nobody is told twice within a window: until the denial's own end, but at least 10 s and at most
 * 10 min; a minute where there is no end. A subject is one wherever it acts; without a subject it is the chat that is told,
 * without either everybody is one.
 *
 * <p>At most {@value #MAXIMUM} are remembered. While that many windows are open nobody new is told: were the oldest
 * forgotten instead, a flood of invented ids would have the bot send without end, and repeat itself to all others. Silence
 * costs an explanation, never the denial. Thread-safe.
 */
final class AnswerWindows {

    static final int MAXIMUM = 10_000;
    static final Duration SHORTEST = Duration.ofSeconds(10);
    static final Duration USUAL = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofMinutes(10);

    /** Ordered for hash maps alone: ids that share a hash can be made up, and only an order tells them apart quickly. */
    private record Key(@Nullable String subject, @Nullable String chat, Reason reason) implements Comparable<Key> {

        private static final Comparator<@Nullable String> IDS = Comparator.nullsFirst(Comparator.naturalOrder());
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::reason)
                .thenComparing(Key::subject, IDS)
                .thenComparing(Key::chat, IDS);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private record Window(Instant since, Duration length) {

        /** A clock that stepped back further than the window has lost it: it must not last until the clock is back. */
        boolean has(Instant now) {
            return Duration.between(since, now).abs().compareTo(length) < 0;
        }
    }

    private final InstantSource time;
    private final Cache<Key, Window> windows;

    AnswerWindows(InstantSource time) {
        this.time = time;
        this.windows = Caffeine.newBuilder()
                .expireAfter(Expiry.writing((Key key, Window window) -> window.length))
                .ticker(() -> nanos(time.instant()))
                .executor(Runnable::run)
                .build();
    }

    /** Whether to tell of this denial; if so, its window begins. */
    boolean isFirst(Request request, Denied denied) {
        Key key = key(request, told(denied));
        Window window = new Window(time.instant(), window(denied));
        Window known = windows.getIfPresent(key);
        if (known != null) {
            return !known.has(window.since) && windows.asMap().replace(key, known, window);
        }
        return hasRoom() && windows.asMap().putIfAbsent(key, window) == null;
    }

    private boolean hasRoom() {
        if (windows.estimatedSize() < MAXIMUM) {
            return true;
        }
        windows.cleanUp();
        return windows.estimatedSize() < MAXIMUM;
    }

    /** The denial that a block begins with says so already: the next one, of the blocked subject, has nothing to add. */
    static Reason told(Denied denied) {
        return denied.reason() == Reason.RATE_LIMITED && denied.hasBlockEnd() ? Reason.BLOCKED : denied.reason();
    }

    private static Key key(Request request, Reason reason) {
        return request.subject() == null
                ? new Key(null, request.chat(), reason)
                : new Key(request.subject().id(), null, reason);
    }

    static Duration window(Denied denied) {
        Duration wait = denied.retryAfter();
        if (wait == null) {
            return denied.reason() == Reason.BLOCKED ? LONGEST : USUAL;
        }
        Duration atLeast = wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
        return atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast;
    }

    private static long nanos(Instant now) {
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
