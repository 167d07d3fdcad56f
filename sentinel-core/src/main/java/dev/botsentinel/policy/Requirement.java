package dev.botsentinel.policy;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a principal must be or hold. All that is named is needed; nothing named asks nothing. Immutable.
 *
 * <pre>{@code
 * Requirement.REGISTERED.andPermission("payments:write").andStepUp(Duration.ofMinutes(5));
 * Requirement.role("admin", "owner");
 * }</pre>
 *
 * @param registered whether the principal must be registered
 * @param roles one of these must be held, directly or by inheritance; empty asks for none
 * @param permissions all of these must be given by the principal's roles; empty asks for none
 * @param stepUp the second factor must have been confirmed at most this long ago; null asks for none
 * @param mode whether it decides
 */
public record Requirement(
        boolean registered,
        Set<String> roles,
        Set<String> permissions,
        @Nullable Duration stepUp,
        Mode mode) {

    /** Asks nothing. */
    public static final Requirement NONE = new Requirement(false, Set.of(), Set.of(), null, Mode.ENFORCE);

    /** Asks for registration. */
    public static final Requirement REGISTERED = new Requirement(true, Set.of(), Set.of(), null, Mode.ENFORCE);

    /** @throws PolicyException if a name is blank or {@code stepUp} is no possible duration */
    public Requirement {
        Objects.requireNonNull(mode, "mode");
        roles = Collections.unmodifiableSet(new LinkedHashSet<>(roles));
        permissions = Collections.unmodifiableSet(new LinkedHashSet<>(permissions));
        Faults faults = new Faults();
        faults.addIf(anyBlank(roles), "roles", "roles has a blank name; remove it");
        faults.addIf(anyBlank(permissions), "permissions", "permissions has a blank name; remove it");
        if (stepUp != null) {
            Durations.check(faults, "stepUp", stepUp);
        }
        faults.throwIfAny();
    }

    private static boolean anyBlank(Set<String> names) {
        return names.stream().anyMatch(String::isBlank);
    }

    private static Set<String> names(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }

    /** Asks for one of these roles. */
    public static Requirement role(String... anyOf) {
        return new Requirement(false, names(anyOf), Set.of(), null, Mode.ENFORCE);
    }

    /** Asks for all of these permissions. */
    public static Requirement permission(String... allOf) {
        return new Requirement(false, Set.of(), names(allOf), null, Mode.ENFORCE);
    }

    /** This requirement, and registration. */
    public Requirement andRegistered() {
        return new Requirement(true, roles, permissions, stepUp, mode);
    }

    /**
     * This requirement, and one of these roles.
     *
     * @throws IllegalStateException if roles are asked for already: one of them would do, so that more of them would ask
     *     for less
     */
    public Requirement andRole(String... anyOf) {
        if (!roles.isEmpty()) {
            throw new IllegalStateException("one of the roles " + roles + " is asked for already;"
                    + " name all that will do in one call, and what each must give as a permission");
        }
        return new Requirement(registered, names(anyOf), permissions, stepUp, mode);
    }

    /** This requirement, and all of these permissions too. */
    public Requirement andPermission(String... allOf) {
        Set<String> all = new LinkedHashSet<>(permissions);
        all.addAll(List.of(allOf));
        return new Requirement(registered, roles, all, stepUp, mode);
    }

    /** This requirement, and a second factor confirmed at most this long ago. */
    public Requirement andStepUp(Duration within) {
        return new Requirement(registered, roles, permissions, within, mode);
    }

    /** This requirement examined and reported, never enforced. */
    public Requirement shadow() {
        return new Requirement(registered, roles, permissions, stepUp, Mode.SHADOW);
    }

    /** Whether nothing is asked. */
    public boolean isNone() {
        return !registered && roles.isEmpty() && permissions.isEmpty() && stepUp == null;
    }
}
