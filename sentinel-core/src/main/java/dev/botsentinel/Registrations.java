package dev.botsentinel;

import dev.botsentinel.access.User;
import dev.botsentinel.access.UserRepository;
import dev.botsentinel.engine.EventDispatcher;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.request.Subject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Changes who is registered. When a stage completes, the next decision of this guard knows; others that share its storage
 * are told, and know when their cached principals end if they can't be told. Registering and its contrary are events. Thread-safe. Stages fail with a {@link
 * dev.botsentinel.store.StoreException} if the repository can't answer; the principal is then resolved anew all the same,
 * since nobody knows what has become of the change.
 */
public final class Registrations {

    private final UserRepository users;
    private final PrincipalInvalidation forgetting;
    private final EventDispatcher events;
    private final Executor executor;
    private final InstantSource time;

    Registrations(
            UserRepository users,
            PrincipalInvalidation forgetting,
            EventDispatcher events,
            Executor executor,
            InstantSource time) {
        this.users = users;
        this.forgetting = forgetting;
        this.events = events;
        this.executor = executor;
        this.time = time;
    }

    /**
     * Registers a subject with these roles and no others.
     *
     * @param actor who registers it, 1 to 256 characters: an administrator, or the subject itself
     */
    public CompletionStage<User> register(String subjectId, Set<String> roles, String actor) {
        ActorAndReason.check(actor, "");
        Subject subject = new Subject(subjectId);
        return then(
                users.register(subjectId, roles),
                subject,
                user -> events.publish(new SecurityEvent.Registered(time.instant(), subject, user.roles(), actor)));
    }

    /**
     * Takes a registration back.
     *
     * @param actor who takes it back, 1 to 256 characters
     * @return whether the subject was registered; if it wasn't, there is no event
     */
    public CompletionStage<Boolean> unregister(String subjectId, String actor) {
        ActorAndReason.check(actor, "");
        Subject subject = new Subject(subjectId);
        return then(users.unregister(subjectId), subject, was -> {
            if (was) {
                events.publish(new SecurityEvent.Unregistered(time.instant(), subject, actor));
            }
        });
    }

    /**
     * Notes that a subject confirmed a second factor.
     *
     * @return whether it is registered; else nothing was noted
     */
    public CompletionStage<Boolean> stepUp(String subjectId, Instant at) {
        return then(users.stepUp(subjectId, at), new Subject(subjectId), known -> {});
    }

    /** Listeners are told here or on the executor, never on a client's own thread. */
    private <T> CompletionStage<T> then(CompletionStage<T> change, Subject subject, Consumer<T> told) {
        CompletableFuture<T> changed =
                change.toCompletableFuture().whenComplete((result, failure) -> forgetting.everywhere(subject));
        return changed.isDone()
                ? changed.thenApply(result -> tell(result, told))
                : changed.thenApplyAsync(result -> tell(result, told), executor);
    }

    private static <T> T tell(T result, Consumer<T> told) {
        told.accept(result);
        return result;
    }
}
