package dev.botsentinel.cli.lint;

import java.util.Locale;

/** The checks. */
public enum LintCheck {
    /** What can never have an effect on the platform. */
    NO_EFFECT,
    /** A limit that makes no difference, since another one refuses all that it would. */
    BEATEN_LIMIT,
    /** A named policy or a role that nothing uses. */
    UNUSED,
    /** An escalation that nobody can trip. */
    IDLE_ESCALATION,
    /** A limit that all share, which one user alone can exhaust. */
    ONE_TAKES_ALL,
    /** A requirement that nobody can meet. */
    UNMEETABLE,
    /** A command that is guarded, while one that continues its name is not. */
    HOLE,
    /** What has no entry is not limited at all. */
    UNLIMITED_REST;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in lines and options: {@code beaten-limit}. */
    public String label() {
        return label;
    }
}
