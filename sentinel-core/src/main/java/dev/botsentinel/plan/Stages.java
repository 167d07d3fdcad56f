package dev.botsentinel.plan;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What completion stages lack: failures without their wrapping, and handing on what another stage ended with. */
public final class Stages {

    private Stages() {}

    /** What a stage failed with, without the {@link CompletionException} that stages after it put around it. */
    public static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Completes the future with what something else ended with, as {@code whenComplete} gives it. */
    public static <T extends @Nullable Object> void complete(
            CompletableFuture<T> future, T result, @Nullable Throwable failure) {
        if (failure == null) {
            future.complete(result);
        } else {
            future.completeExceptionally(failure);
        }
    }
}
