package dev.botsentinel.access;

import dev.botsentinel.request.DisplayName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Who is registered, with which roles, and when users were last seen. A guard reads it through {@link
 * PrincipalResolver#of(UserRepository)}; an application that has users of its own doesn't need it, but a {@link
 * PrincipalResolver}.
 *
 * <p>Ids are subjects' ids. Each method is atomic, for all instances that share the state, and visible to all calls made
 * after its stage has completed. Registrations are kept until they are taken back; users who were only seen may be
 * forgotten, the least recently seen first, since anybody can make them. Times come from the repository's own clock.
 *
 * <p>Thread-safe. Doesn't block. A stage fails with a {@link dev.botsentinel.store.StoreException} if the state can't be
 * reached. Bad arguments throw an {@code IllegalArgumentException} or {@code NullPointerException} and change nothing.
 *
 * <p>The guard keeps principals for a while: change users through {@code Sentinel.registrations}, or call {@code
 * Sentinel.forget} afterwards. {@code UserRepositoryContract} in {@code sentinel-storage-tests} tests yours.
 */
public interface UserRepository {

    /**
     * Notes that a user was seen now, and what it calls itself; makes it known if it wasn't.
     *
     * @param name {@link DisplayName#NONE} leaves the name as it is
     */
    CompletionStage<User> ensure(String id, DisplayName name);

    /** Registers a user with these roles and no others, whether or not it is known or registered. */
    CompletionStage<User> register(String id, Set<String> roles);

    /**
     * Takes a registration back, and with it roles and step-up.
     *
     * @return whether the user was registered
     */
    CompletionStage<Boolean> unregister(String id);

    /**
     * Notes when a registered user confirmed a second factor.
     *
     * @return whether the user is registered; else nothing was noted
     */
    CompletionStage<Boolean> stepUp(String id, Instant at);

    /** The user; empty if it isn't known. */
    CompletionStage<Optional<User>> get(String id);

    /** Whether the user is registered. */
    default CompletionStage<Boolean> isRegistered(String id) {
        return get(id).thenApply(user -> user.isPresent() && user.get().registered());
    }
}
