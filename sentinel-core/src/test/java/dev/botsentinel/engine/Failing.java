package dev.botsentinel.engine;

import dev.botsentinel.Outcome;
import dev.botsentinel.request.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a handler can fail. */
enum Failing {
    GUARD,
    GUARD_CALL,
    GUARD_ASYNC_THROWS,
    GUARD_ASYNC_FAILS,
    GUARD_ASYNC_FAILS_LATER;

    /** What comes out at the caller's; null if the handler was not called. */
    @Nullable
    Throwable thrown(Bench bench, Request request, RuntimeException failure) {
        try {
            handle(bench, request, failure);
            return null;
        } catch (CompletionException wrapped) {
            return wrapped.getCause();
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    private void handle(Bench bench, Request request, RuntimeException failure) {
        switch (this) {
            case GUARD ->
                bench.sentinel
                        .guard(update -> {
                            throw failure;
                        })
                        .accept(request);
            case GUARD_CALL -> {
                Outcome<String> unused = bench.sentinel
                        .<String>guardCall(update -> {
                            throw failure;
                        })
                        .apply(request);
            }
            case GUARD_ASYNC_THROWS ->
                later(bench, request, update -> {
                    throw failure;
                });
            case GUARD_ASYNC_FAILS -> later(bench, request, update -> CompletableFuture.failedFuture(failure));
            case GUARD_ASYNC_FAILS_LATER -> later(bench, request, update -> Threads.failingLater(failure));
        }
    }

    private static void later(Bench bench, Request request, Function<Request, CompletionStage<String>> handler) {
        bench.sentinel.guardAsync(handler).apply(request).toCompletableFuture().join();
    }
}
