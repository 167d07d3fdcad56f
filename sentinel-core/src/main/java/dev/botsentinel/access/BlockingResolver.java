package dev.botsentinel.access;

import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** A look-up that blocks. On its own it runs on the calling thread; a guard runs it on threads made for that. */
record BlockingResolver(Function<? super Request, ? extends Principal> lookUp) implements PlacedResolver {

    @Override
    public CompletionStage<Resolution> resolve(Request request) {
        return CompletableFuture.completedFuture(Resolution.of(lookUp.apply(request)));
    }

    @Override
    public PrincipalResolver on(ResolverThreads threads, Executor executor) {
        LookUps lookUps = new LookUps(threads);
        return request -> lookUps.ask(subject(request), () -> Resolution.of(lookUp.apply(request)));
    }

    private static String subject(Request request) {
        Subject subject = request.subject();
        return subject == null ? "" : subject.id();
    }
}
