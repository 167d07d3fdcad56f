package dev.botsentinel.access;

import dev.botsentinel.request.DisplayName;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user as a {@link UserRepository} keeps it. Immutable.
 *
 * @param id the subject's id
 * @param name what it last called itself; {@link DisplayName#NONE} if it never said
 * @param registered whether it is registered
 * @param roles the roles it was registered with; none if it isn't
 * @param stepUpAt when it last confirmed a second factor; null for never, or if it isn't registered
 * @param lastSeen when the bot last saw it; null for never
 */
public record User(
        String id,
        DisplayName name,
        boolean registered,
        Set<String> roles,
        @Nullable Instant stepUpAt,
        @Nullable Instant lastSeen) {

    public User {
        Objects.requireNonNull(name, "the name is null; use DisplayName.NONE");
        roles = Set.copyOf(roles);
    }

    /** A user of whom only the id is known. */
    public static User unknown(String id) {
        return new User(id, DisplayName.NONE, false, Set.of(), null, null);
    }

    /** This user as seen at that time; a clock that steps back doesn't unsee it. */
    public User seen(DisplayName newName, Instant at) {
        Instant latest = lastSeen == null || at.isAfter(lastSeen) ? at : lastSeen;
        return new User(id, newName.isNone() ? name : newName, registered, roles, stepUpAt, latest);
    }

    /** This user registered, with these roles and no others. */
    public User registered(Set<String> newRoles) {
        return new User(id, name, true, newRoles, stepUpAt, lastSeen);
    }

    /** This user not registered: without roles and step-up. */
    public User unregistered() {
        return new User(id, name, false, Set.of(), null, lastSeen);
    }

    /** This user with a second factor confirmed at that time. */
    public User stepUpAt(Instant at) {
        return new User(id, name, registered, roles, at, lastSeen);
    }

    /** What the guard has to know of it. */
    public Principal principal() {
        return registered ? new Principal(true, roles, stepUpAt) : Principal.ANONYMOUS;
    }
}
