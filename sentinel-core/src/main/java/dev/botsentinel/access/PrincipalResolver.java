package dev.botsentinel.access;

import dev.botsentinel.request.Request;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

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
     * What becomes of a request without a subject: {@link Principal#ANONYMOUS}, unless the resolver vetoes whatever is of
     * nobody. Called on the thread that checks the update; must not block.
     */
    default Resolution nobody(Request request) {
        return Resolution.ANONYMOUS;
    }

    /**
     * A resolver from a look-up that blocks. A guard runs it on a few threads of its own ({@link
     * ResolverSettings#threads}) and gives up on it after the time limit, but doesn't interrupt it: give the database's
     * driver a time limit too. Until a call has come back there is no other for the same subject. Hand it to the guard as
     * it is or by {@link #combine}; called from a resolver of your own it runs on the calling thread.
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

    /** Whoever is registered in the repository, with the roles and the step-up that it has there; others are anonymous. */
    static PrincipalResolver of(UserRepository users) {
        return new RepositoryResolver(users, Resolution.ANONYMOUS);
    }

    /**
     * The same, but whoever isn't registered is vetoed, whatever it asks for. Nobody can then register by asking the bot:
     * if that is wanted, have the policy's {@code defaults} require registration, and the action that registers not.
     */
    static PrincipalResolver requireRegistered(UserRepository users) {
        return new RepositoryResolver(users, Resolution.veto());
    }

    /**
     * Vetoes each request that the test is true for, those without a subject included, and knows nobody; see {@link
     * #combine}. Must not block.
     */
    static PrincipalResolver vetoIf(Predicate<? super Request> test) {
        return new Veto(test);
    }

    /** Vetoes other bots, see {@link Request#bot()}. */
    static PrincipalResolver vetoBots() {
        return vetoIf(Request::bot);
    }

    /** Vetoes the subjects with these ids. Administrators' blocks can be lifted while the guard runs; these can't. */
    static PrincipalResolver veto(Collection<String> subjectIds) {
        Set<String> ids = Set.copyOf(subjectIds);
        return vetoIf(request ->
                request.subject() != null && ids.contains(request.subject().id()));
    }

    /**
     * Asks the resolvers one after the other, all within one time limit. The first veto ends it and wins, also over an
     * earlier failure; else a failure fails all; else their principals become one: registered if one says so, with the
     * roles of all and the latest step-up. Of no resolvers: everybody is anonymous.
     */
    static PrincipalResolver combine(PrincipalResolver... resolvers) {
        return new CombinedResolver(List.of(resolvers), Runnable::run);
    }
}
