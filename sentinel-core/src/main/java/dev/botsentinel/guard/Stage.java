package dev.botsentinel.guard;

/** The built-in stages, in the order in which they rank; own interceptors are placed before or after one of them. */
public enum Stage {
    /**
     * Whether the subject is blocked. Nobody is resolved before this is known: own interceptors placed before it see an
     * anonymous principal.
     */
    BLOCKLIST,
    /** What the action requires of the principal. */
    ACCESS,
    /** Whether the same update, or the same content, was seen before. */
    DEBOUNCE,
    /** What the limits have left. */
    LIMITS
}
