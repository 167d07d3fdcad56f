package dev.botsentinel.access;

import java.util.Objects;

/** What became of resolving a principal. Immutable. */
public sealed interface Resolution {

    /** Nobody known: an {@link Principal#ANONYMOUS anonymous} principal, and no failure. */
    Resolution ANONYMOUS = new Resolved(Principal.ANONYMOUS);

    /** The principal is known. */
    record Resolved(Principal principal) implements Resolution {

        public Resolved {
            Objects.requireNonNull(principal, "the principal is null; use Principal.ANONYMOUS for whoever is unknown");
        }
    }

    /** The resolver refuses the subject, whatever it wants. */
    record Vetoed() implements Resolution {}

    /** The resolver failed: whatever needs a principal is denied. */
    record Unresolved() implements Resolution {}

    /** The principal is this one. */
    static Resolution of(Principal principal) {
        return new Resolved(principal);
    }

    /** The subject is refused. */
    static Resolution veto() {
        return new Vetoed();
    }
}
