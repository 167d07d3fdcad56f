package dev.botsentinel.response;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Answers a user beside the guard: on one of the guard's own response threads, never on the thread that decides or runs
 * the handler, nor on a client's. It may block; while all of these threads do, further answers wait, and are dropped once
 * too many wait. Must be thread-safe. What it throws or fails with, and a stage that takes longer than 10 s, is counted,
 * told as an event and harms nothing.
 *
 * @param <T> what is answered
 */
@FunctionalInterface
public interface Responder<T> {

    /** What a stage completes with if there was nothing to say and nothing was sent; counted apart from what was sent. */
    Object NOTHING = new Object() {
        @Override
        public String toString() {
            return "nothing to say";
        }
    };

    /** Answers, now or later; the stage's value doesn't matter, unless it is {@link #NOTHING}. */
    CompletionStage<?> respond(T what);

    /** The stage of a responder that has nothing to say. */
    static CompletionStage<?> nothing() {
        return CompletableFuture.completedFuture(NOTHING);
    }

    /** A responder that has answered when it returns, as a blocking client has. */
    static <T> Responder<T> blocking(Consumer<? super T> answer) {
        Objects.requireNonNull(answer, "answer");
        return what -> {
            answer.accept(what);
            return CompletableFuture.completedFuture(what);
        };
    }
}
