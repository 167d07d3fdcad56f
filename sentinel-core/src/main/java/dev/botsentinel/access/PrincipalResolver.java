package dev.botsentinel.access;

import dev.botsentinel.request.Request;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Finds out who acts: application code, usually a look-up in a database. Only called for requests with a subject that
 * is not blocked; the answer is kept for the subject for a while, so it must not depend on anything else in the request.
 *
 * <p>Called on the thread that checks the update, so it must not block; {@link #blocking} makes a resolver of what does.
 * Must be thread-safe. One that throws, fails, answers null or takes longer than its time limit denies what needs a
 * principal: the subject is then {@code unresolved}, for a second unless the builder says otherwise. An answer that comes
 * too late is thrown away.
 */
@FunctionalInterface
public interface PrincipalResolver {

    /** The principal of the request's subject, {@link Principal#ANONYMOUS} if unknown, or a veto. */
    CompletionStage<Resolution> resolve(Request request);

    /**
     * A resolver from a look-up that blocks. A guard runs it on a few threads of its own ({@link
     * ResolverSettings#threads}) and gives up on it after the time limit, but doesn't interrupt it: give the database's
     * driver a time limit too. Until a call has come back there is no other for the same subject. Hand it to the guard as
     * it is or within other resolvers of this class; called from a resolver of your own it runs on the calling thread.
     *
     * @param lookUp never null, {@link Principal#ANONYMOUS} for whoever is unknown
     */
    static PrincipalResolver blocking(Function<? super Request, ? extends Principal> lookUp) {
        return new BlockingResolver(lookUp);
    }

    /** A resolver from a look-up in memory, which answers at once; it runs on the thread that checks the update. */
    static PrincipalResolver immediate(Function<? super Request, ? extends Principal> lookUp) {
        return request -> CompletableFuture.completedFuture(Resolution.of(lookUp.apply(request)));
    }

    /** A resolver over a fixed map by subject id; whoever is missing is anonymous. */
    static PrincipalResolver of(Map<String, Principal> principals) {
        Map<String, Principal> known = Map.copyOf(principals);
        return immediate(request -> request.subject() == null
                ? Principal.ANONYMOUS
                : known.getOrDefault(request.subject().id(), Principal.ANONYMOUS));
    }
}
