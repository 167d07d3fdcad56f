package dev.botsentinel.access;

import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Principals out of a repository.
 *
 * @param others what becomes of whoever isn't registered
 */
record RepositoryResolver(UserRepository users, Resolution others) implements PrincipalResolver {

    @Override
    public Resolution nobody(Request request) {
        return others;
    }

    @Override
    public CompletionStage<Resolution> resolve(Request request) {
        Subject subject = request.subject();
        if (subject == null) {
            return CompletableFuture.completedFuture(others);
        }
        return users.get(subject.id())
                .thenApply(found -> found.filter(User::registered)
                        .map(user -> Resolution.of(user.principal()))
                        .orElse(others));
    }
}
