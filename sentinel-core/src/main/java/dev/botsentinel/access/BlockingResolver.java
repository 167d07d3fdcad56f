package dev.botsentinel.access;

import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
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
        Set<String> running = ConcurrentHashMap.newKeySet();
        return request -> threads.call(() -> Resolution.of(lookUp.apply(request)), Claim.of(request, running));
    }

    /**
     * A subject's place among those whose call has not come back. A call that hangs keeps it beyond its time limit, so
     * that one subject on whom the look-up hangs costs one thread, not one for each try.
     */
    record Claim(String subject, Set<String> running) {

        static Claim of(Request request, Set<String> running) {
            Subject subject = request.subject();
            return new Claim(subject == null ? "" : subject.id(), running);
        }

        boolean taken() {
            return running.add(subject);
        }

        void release() {
            running.remove(subject);
        }
    }
}
