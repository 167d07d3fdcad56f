package dev.botsentinel.policy;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom limits and debounce spare. Blocklist, access, age and update ids hold for trusted subjects as for all; so do limits
 * with {@link RateLimit#holdsForTrusted()}. Nothing that a trusted subject does is a violation. Immutable.
 *
 * @param subjects ids of subjects
 * @param roles roles of the policy; whoever has a role that inherits one of them is trusted too
 */
public record Trusted(Set<String> subjects, Set<String> roles) {

    /** Trusts nobody. */
    public static final Trusted NOBODY = new Trusted(Set.of(), Set.of());

    public Trusted {
        subjects = Collections.unmodifiableSet(new LinkedHashSet<>(subjects));
        roles = Collections.unmodifiableSet(new LinkedHashSet<>(roles));
    }

    /** Trusts the subjects with these ids. */
    public static Trusted subjects(String... ids) {
        return new Trusted(new LinkedHashSet<>(List.of(ids)), Set.of());
    }

    /** Trusts all who have one of these roles. */
    public static Trusted roles(String... names) {
        return new Trusted(Set.of(), new LinkedHashSet<>(List.of(names)));
    }

    /** Trusts these and those. */
    public Trusted and(Trusted other) {
        return new Trusted(union(subjects, other.subjects), union(roles, other.roles));
    }

    private static Set<String> union(Collection<String> one, Collection<String> other) {
        Set<String> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return all;
    }

    /** Whether nobody is trusted. */
    public boolean isNobody() {
        return subjects.isEmpty() && roles.isEmpty();
    }
}
