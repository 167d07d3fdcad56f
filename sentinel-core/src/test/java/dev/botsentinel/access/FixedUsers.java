package dev.botsentinel.access;

import dev.botsentinel.request.DisplayName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Users that nobody changes. */
record FixedUsers(Map<String, User> users) implements UserRepository {

    @Override
    public CompletionStage<Optional<User>> get(String id) {
        return CompletableFuture.completedFuture(Optional.ofNullable(users.get(id)));
    }

    @Override
    public CompletionStage<User> ensure(String id, DisplayName name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<User> register(String id, Set<String> roles) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Boolean> unregister(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Boolean> stepUp(String id, Instant at) {
        throw new UnsupportedOperationException();
    }
}
