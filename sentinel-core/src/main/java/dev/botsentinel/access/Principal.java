package dev.botsentinel.access;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the application knows of a subject. Immutable.
 *
 * @param registered whether it is registered; roles and step-up count without
 * @param roles the roles it was given; one that the policy doesn't define gives nothing
 * @param stepUpAt when it last confirmed a second factor; null for never; a time in the future counts as now
 */
public record Principal(
        boolean registered, Set<String> roles, @Nullable Instant stepUpAt) {

    /** Not registered, without roles: whoever the application doesn't know. */
    public static final Principal ANONYMOUS = new Principal(false, Set.of(), null);

    /** Registered, without roles. */
    public static final Principal REGISTERED = new Principal(true, Set.of(), null);

    public Principal {
        roles = Set.copyOf(roles);
    }

    /** A registered principal with these roles, at least one; see {@link #REGISTERED}. */
    public static Principal registered(String... roles) {
        return new Principal(true, Set.of(roles), null);
    }

    /** This principal with a second factor confirmed at that time. */
    public Principal stepUpAt(Instant time) {
        return new Principal(registered, roles, time);
    }

    /** Both in one: registered if either is, the roles of both, the later step-up. */
    Principal and(Principal other) {
        if (equals(ANONYMOUS) || equals(other)) {
            return other;
        }
        Set<String> all = new HashSet<>(roles);
        all.addAll(other.roles);
        return new Principal(registered || other.registered, all, later(stepUpAt, other.stepUpAt));
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
