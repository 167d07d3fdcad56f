package dev.botsentinel.secret;

import java.util.List;

/**
 * The secrets that are valid now: one, or two while one replaces the other. What checks tokens and signatures asks it each time.
 * Implementations are thread-safe and answer at once.
 */
@FunctionalInterface
public interface AcceptedSecrets {

    /** The valid ones, the newest first; never empty while in use. */
    List<Secret> accepted();

    /** Whether the candidate is one of the valid ones. All are compared, whichever matches. */
    default boolean matches(CharSequence candidate) {
        boolean matched = false;
        for (Secret secret : accepted()) {
            matched |= secret.matches(candidate);
        }
        return matched;
    }

    /** Always this one. */
    static AcceptedSecrets only(Secret secret) {
        List<Secret> accepted = List.of(secret);
        return () -> accepted;
    }
}
