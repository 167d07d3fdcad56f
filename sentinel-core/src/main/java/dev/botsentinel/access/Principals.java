package dev.botsentinel.access;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The principals of recent subjects: a bounded cache in front of the resolver. Many requests of one unknown subject make
 * one call. Failures are not kept. Thread-safe.
 */
public final class Principals {

    private static final Resolution UNRESOLVED = new Resolution.Unresolved();

    private final @Nullable PrincipalResolver resolver;
    private final Duration resolverTimeout;
    private final Executor executor;
    private final BiConsumer<Request, Throwable> onFailure;
    private final InstantSource time;
    private final long timeToLiveNanos;
    private final AsyncCache<String, Resolution> cache;

    /** A call of the resolver; the cache holds nothing else. */
    private static final class Call extends CompletableFuture<Resolution> {
        /** When it was settled; written before it completes. */
        volatile long settledNanos;
    }

    /**
     * @param resolver null if nobody is known
     * @param timeToLive how long a resolution is kept
     * @param maximumSize how many resolutions are kept
     * @param resolverTimeout how long a call of the resolver may take
     * @param executor where {@code onFailure} is told of what a resolver completes later
     * @param onFailure told of each call that failed, before the request that made the call goes on
     */
    public Principals(
            @Nullable PrincipalResolver resolver,
            Duration timeToLive,
            long maximumSize,
            Duration resolverTimeout,
            InstantSource time,
            Executor executor,
            BiConsumer<Request, Throwable> onFailure) {
        this.resolver = resolver;
        this.resolverTimeout = resolverTimeout;
        this.executor = executor;
        this.onFailure = onFailure;
        this.time = time;
        this.timeToLiveNanos = TimeUnit.NANOSECONDS.convert(timeToLive);
        this.cache = Caffeine.newBuilder()
                .expireAfterWrite(timeToLive)
                .maximumSize(maximumSize)
                .ticker(() -> nanos(time.instant()))
                .executor(Runnable::run)
                .buildAsync();
    }

    /** What is known of the request's subject without asking the resolver; null if it has to be asked. */
    public @Nullable Resolution known(Request request) {
        Subject subject = request.subject();
        if (resolver == null || subject == null || request.impersonal()) {
            return Resolution.ANONYMOUS;
        }
        CompletableFuture<Resolution> cached = cache.getIfPresent(subject.id());
        if (!(cached instanceof Call call) || !call.isDone()) {
            return null;
        }
        if (isLostInTime(call)) {
            cache.asMap().remove(subject.id(), call);
            return null;
        }
        return call.join();
    }

    /**
     * Whether the clock stepped back by the time to live or more since: the cache would wait until it is back, and a role
     * that was taken away would live on.
     */
    private boolean isLostInTime(Call call) {
        return nanos(time.instant()) <= call.settledNanos - timeToLiveNanos;
    }

    /**
     * Asks the resolver on this thread, or joins the call that is under way for the subject. Completes normally in any
     * case. The resolver runs outside of the cache's locks: a slow one keeps nobody else waiting.
     */
    public CompletableFuture<Resolution> resolve(Request request) {
        Subject subject = Objects.requireNonNull(request.subject(), "only subjects are resolved");
        Call mine = new Call();
        CompletableFuture<Resolution> underWay = cache.asMap().putIfAbsent(subject.id(), mine);
        return underWay != null ? underWay : ask(request, subject, mine);
    }

    /** Whoever comes next is resolved anew. */
    public void forget(Subject subject) {
        cache.synchronous().invalidate(subject.id());
    }

    /**
     * Calls the resolver and completes {@code mine}, for which others may wait, with its answer. A failure is told
     * afterwards: whoever hears of it may ask for the same subject, and would else wait for itself.
     */
    private CompletableFuture<Resolution> ask(Request request, Subject subject, Call mine) {
        CompletableFuture<Resolution> answer = call(request);
        BiConsumer<@Nullable Resolution, @Nullable Throwable> told = (resolution, failure) -> {
            if (failure != null) {
                settle(subject, mine, null);
                onFailure.accept(request, unwrapped(failure));
            }
        };
        CompletableFuture<Resolution> settled = answer.isDone()
                ? answer.whenComplete(told)
                : answer.copy()
                        .orTimeout(TimeUnit.NANOSECONDS.convert(resolverTimeout), TimeUnit.NANOSECONDS)
                        .whenCompleteAsync(told, executor);
        return settled.handle((resolution, failure) -> settle(subject, mine, resolution));
    }

    /** A failure leaves the cache before it is answered. It is never told to the cache, which would log each one. */
    private Resolution settle(Subject subject, Call mine, @Nullable Resolution resolution) {
        if (resolution == null) {
            cache.asMap().remove(subject.id(), mine);
        }
        Resolution answer = resolution == null ? UNRESOLVED : resolution;
        mine.settledNanos = nanos(time.instant());
        mine.complete(answer);
        return answer;
    }

    private CompletableFuture<Resolution> call(Request request) {
        try {
            return Objects.requireNonNull(resolver)
                    .resolve(request)
                    .toCompletableFuture()
                    .thenApply(resolution -> Objects.requireNonNull(resolution, "the resolver answered null"));
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private Throwable unwrapped(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TimeoutException && cause.getMessage() == null
                ? new TimeoutException("the resolver took longer than " + resolverTimeout)
                : cause;
    }

    private static long nanos(Instant now) {
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
