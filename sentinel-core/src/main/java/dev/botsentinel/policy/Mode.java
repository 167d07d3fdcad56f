package dev.botsentinel.policy;

import java.util.Locale;

/** Whether a rule decides or only tells what it would have decided. */
public enum Mode {
    /** The rule decides. */
    ENFORCE,
    /** The rule is counted in a state of its own and reported, never enforced. */
    SHADOW;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in policy files: {@code enforce}, {@code shadow}. */
    public String label() {
        return label;
    }
}
