package dev.botsentinel.engine;

import dev.botsentinel.access.Principal;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A requirement with the inheritance of roles resolved: examining it is a look-up for each role of the principal.
 * Immutable.
 */
final class AccessRule {

    private final boolean registered;
    private final boolean anyRole;
    /** The roles that are, or inherit, one of those required. */
    private final Set<String> satisfyingRoles;
    /** For each permission required, the roles that give it. */
    private final List<Set<String>> grantingRoles;

    private final @Nullable Duration stepUp;

    private AccessRule(Requirement requirement, Map<String, Role> roles) {
        this.registered = requirement.registered();
        this.anyRole = requirement.roles().isEmpty();
        this.satisfyingRoles = rolesThatHold(roles, requirement.roles()::contains);
        this.grantingRoles = requirement.permissions().stream()
                .map(permission -> rolesThatHold(roles, held -> gives(roles, held, permission)))
                .collect(Collectors.toUnmodifiableList());
        this.stepUp = requirement.stepUp();
    }

    /**
     * Compiles a requirement.
     *
     * @param roles the roles that the policy defines
     */
    static AccessRule of(Requirement requirement, Map<String, Role> roles) {
        return new AccessRule(requirement, roles);
    }

    private static boolean gives(Map<String, Role> roles, String name, String permission) {
        Role role = roles.get(name);
        return role != null && role.permissions().contains(permission);
    }

    /** All roles that are one of the wanted ones or inherit one, at whatever distance. */
    static Set<String> rolesThatHold(Map<String, Role> roles, Predicate<String> wanted) {
        return roles.keySet().stream()
                .filter(role -> held(roles, role).stream().anyMatch(wanted))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> held(Map<String, Role> roles, String start) {
        Set<String> held = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            String name = open.remove();
            Role role = roles.get(name);
            if (role != null && held.add(name)) {
                open.addAll(role.inherits());
            }
        }
        return held;
    }

    /**
     * What the principal lacks, in the order registration, role, permissions, step-up; null if nothing.
     *
     * @param time at which the age of a step-up is taken, if one is required
     */
    @Nullable
    Reason lacking(Principal principal, InstantSource time) {
        if (registered && !principal.registered()) {
            return Reason.UNREGISTERED;
        }
        if (!anyRole && Collections.disjoint(principal.roles(), satisfyingRoles)) {
            return Reason.FORBIDDEN;
        }
        for (int i = 0; i < grantingRoles.size(); i++) {
            if (Collections.disjoint(principal.roles(), grantingRoles.get(i))) {
                return Reason.FORBIDDEN;
            }
        }
        if (stepUp != null && !isFresh(principal.stepUpAt(), time.instant(), stepUp)) {
            return Reason.STEP_UP_REQUIRED;
        }
        return null;
    }

    private static boolean isFresh(@Nullable Instant confirmed, Instant now, Duration maxAge) {
        return confirmed != null && !confirmed.isBefore(now.minus(maxAge));
    }
}
