package dev.botsentinel.access;

import dev.botsentinel.plan.Stages;
import dev.botsentinel.request.Request;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A resolver with a time limit: each call ends by then, whatever the resolver does. Thread-safe. */
final class ResolverCalls implements AutoCloseable {

    private final PrincipalResolver unplaced;
    private final PrincipalResolver resolver;
    private final ResolverThreads threads;
    private final Duration timeLimit;
    private final int maximum;

    ResolverCalls(PrincipalResolver resolver, ResolverSettings settings, Executor executor) {
        this.threads = new ResolverThreads(settings, System::nanoTime);
        this.unplaced = resolver;
        this.resolver = PlacedResolver.place(resolver, threads, executor);
        this.timeLimit = settings.timeLimit();
        this.maximum = settings.maximumCalls();
    }

    /**
     * Calls the resolver, unless too many calls are under way.
     *
     * @param underWay how many calls there are, this one included
     * @return the answer, or the failure, a null being one
     */
    CompletableFuture<Resolution> call(Request request, int underWay) {
        return underWay <= maximum
                ? call(request)
                : CompletableFuture.failedFuture(new RejectedExecutionException(
                        maximum + " calls of the resolver are under way; see SentinelBuilder.resolverCalls"));
    }

    /** What becomes of a request of nobody. */
    Resolution nobody(Request request) {
        return Objects.requireNonNull(unplaced.nobody(request), "the resolver answered null");
    }

    /** The answer, or a failure when its time is up; what comes later is thrown away. */
    CompletableFuture<Resolution> limited(CompletableFuture<Resolution> answer) {
        return answer.copy().orTimeout(TimeUnit.NANOSECONDS.convert(timeLimit), TimeUnit.NANOSECONDS);
    }

    private CompletableFuture<Resolution> call(Request request) {
        try {
            CompletableFuture<Resolution> answer = resolver.resolve(request).toCompletableFuture();
            return answer.isDone() && !answer.isCompletedExceptionally() && answer.join() != null
                    ? answer
                    : answer.thenApply(resolution -> Objects.requireNonNull(resolution, "the resolver answered null"));
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** A failure as listeners hear of it: without wrapping, and saying what took too long. */
    Throwable told(Throwable failure) {
        Throwable cause = Stages.cause(failure);
        return cause instanceof TimeoutException && cause.getMessage() == null
                ? new TimeoutException("the resolver took longer than " + timeLimit)
                : cause;
    }

    @Override
    public void close() {
        threads.close();
    }
}
