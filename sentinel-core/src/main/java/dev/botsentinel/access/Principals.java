package dev.botsentinel.access;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The principals of recent subjects: a bounded cache in front of the resolver. Many requests of one unknown subject make
 * one call. Failures are not kept. Thread-safe.
 */
public final class Principals {

    private final @Nullable PrincipalResolver resolver;
    private final Duration resolverTimeout;
    private final BiConsumer<Request, Throwable> onFailure;
    private final AsyncCache<String, Resolution> cache;

    /**
     * @param resolver null if nobody is known
     * @param timeToLive how long a resolution is kept
     * @param maximumSize how many resolutions are kept
     * @param resolverTimeout how long a call of the resolver may take
     * @param onFailure told of each call that failed, on the thread on which it did
     */
    public Principals(
            @Nullable PrincipalResolver resolver,
            Duration timeToLive,
            long maximumSize,
            Duration resolverTimeout,
            InstantSource time,
            BiConsumer<Request, Throwable> onFailure) {
        this.resolver = resolver;
        this.resolverTimeout = resolverTimeout;
        this.onFailure = onFailure;
        this.cache = Caffeine.newBuilder()
                .expireAfterWrite(timeToLive)
                .maximumSize(maximumSize)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(time.millis()))
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
        return cached != null && cached.isDone() && !cached.isCompletedExceptionally() ? cached.join() : null;
    }

    /** Asks the resolver, or joins the call that is under way for the subject. Completes normally in any case. */
    public CompletableFuture<Resolution> resolve(Request request) {
        Subject subject = Objects.requireNonNull(request.subject(), "only subjects are resolved");
        return cache.get(subject.id(), (id, executor) -> ask(request))
                .exceptionally(failure -> new Resolution.Unresolved());
    }

    /** Whoever comes next is resolved anew. */
    public void forget(Subject subject) {
        cache.synchronous().invalidate(subject.id());
    }

    private CompletableFuture<Resolution> ask(Request request) {
        CompletableFuture<Resolution> answer;
        try {
            answer = Objects.requireNonNull(resolver)
                    .resolve(request)
                    .toCompletableFuture()
                    .thenApply(resolution -> Objects.requireNonNull(resolution, "the resolver answered null"));
        } catch (RuntimeException failure) {
            answer = CompletableFuture.failedFuture(failure);
        }
        if (!answer.isDone()) {
            answer = answer.copy().orTimeout(resolverTimeout.toNanos(), TimeUnit.NANOSECONDS);
        }
        return answer.whenComplete((resolution, failure) -> {
            if (failure != null) {
                onFailure.accept(request, unwrapped(failure));
            }
        });
    }

    private Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof TimeoutException
                ? new TimeoutException("the resolver took longer than " + resolverTimeout)
                : cause;
    }
}
