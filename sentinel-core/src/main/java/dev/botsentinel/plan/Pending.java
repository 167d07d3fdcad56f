package dev.botsentinel.plan;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A verdict that is still to come. Immutable.
 *
 * @param toStage completes with the verdict, or fails with a {@code StoreException} if the storage can't tell
 */
public record Pending(CompletionStage<Verdict> toStage) implements Answer {

    public Pending {
        Objects.requireNonNull(toStage, "toStage");
    }

    /** The storage failed at once. */
    public static Pending failed(Throwable failure) {
        return new Pending(CompletableFuture.failedFuture(failure));
    }
}
