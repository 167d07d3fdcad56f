package dev.botsentinel.decision;

import java.util.Locale;

/** Why an update is denied, in order of rank: of several reasons the first one is given. */
public enum Reason {
    /** The subject is on a blocklist or serves a timed block. */
    BLOCKED,
    /** It was sent too long ago. */
    STALE,
    /** The principal that the action requires could not be resolved. */
    UNRESOLVED,
    /** The resolver or an own interceptor refused. */
    VETOED,
    /** The action is for registered users. */
    UNREGISTERED,
    /** The principal lacks the role or a permission. */
    FORBIDDEN,
    /** The second factor was confirmed too long ago, or never. */
    STEP_UP_REQUIRED,
    /** The same was seen before. */
    DUPLICATE,
    /** A limit is exhausted. */
    RATE_LIMITED,
    /** A stage that fails closed could not decide. */
    UNAVAILABLE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in replays, metrics and logs: {@code rate_limited}. */
    public String label() {
        return label;
    }
}
