package dev.botsentinel.access;

import dev.botsentinel.request.Request;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Finds out who acts: application code, usually a look-up in a database. Only called for requests with a subject that
 * is not blocked; the answer is kept for the subject for a while, so it must not depend on anything else in the request.
 * Must be thread-safe, and must not have the guard check
 * the same subject again: it would wait for itself. A resolver that throws, fails, answers null or takes too long denies what needs a principal.
 */
@FunctionalInterface
public interface PrincipalResolver {

    /** The principal of the request's subject, {@link Principal#ANONYMOUS} if unknown, or a veto. */
    CompletionStage<Resolution> resolve(Request request);

    /** A resolver from a function that answers at once or blocks; it runs on the thread that checks the update. */
    static PrincipalResolver blocking(Function<? super Request, ? extends Principal> lookUp) {
        return request -> CompletableFuture.completedFuture(Resolution.of(lookUp.apply(request)));
    }

    /** A resolver over a fixed map by subject id; whoever is missing is anonymous. */
    static PrincipalResolver of(Map<String, Principal> principals) {
        Map<String, Principal> known = Map.copyOf(principals);
        return blocking(request -> request.subject() == null
                ? Principal.ANONYMOUS
                : known.getOrDefault(request.subject().id(), Principal.ANONYMOUS));
    }
}
