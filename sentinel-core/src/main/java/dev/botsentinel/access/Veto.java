package dev.botsentinel.access;

import dev.botsentinel.request.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Refuses what the test is true for, whether or not it has a subject. */
record Veto(Predicate<? super Request> test) implements PrincipalResolver {

    @Override
    public CompletionStage<Resolution> resolve(Request request) {
        return CompletableFuture.completedFuture(nobody(request));
    }

    @Override
    public Resolution nobody(Request request) {
        return test.test(request) ? Resolution.veto() : Resolution.ANONYMOUS;
    }
}
