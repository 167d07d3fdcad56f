package dev.botsentinel.policy;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What holding a role gives. Immutable.
 *
 * @param inherits roles that whoever holds this one holds too
 * @param permissions permissions that this role gives
 */
public record Role(Set<String> inherits, Set<String> permissions) {

    public Role {
        inherits = Collections.unmodifiableSet(new LinkedHashSet<>(inherits));
        permissions = Collections.unmodifiableSet(new LinkedHashSet<>(permissions));
    }

    /** A role that inherits nothing. */
    public static Role of(String... permissions) {
        return new Role(Set.of(), new LinkedHashSet<>(java.util.List.of(permissions)));
    }
}
