package dev.botsentinel.policy;

import java.util.Locale;

/** How a limit counts. Time is in microseconds, windows are half-open. */
public enum Algorithm {
    /**
     * Admits while what was spent in {@code (now − per, now]} and the cost are at most {@code permits}. Exact: no window
     * of length {@code per}, wherever it starts, sees more than {@code permits}.
     */
    SLIDING_WINDOW,
    /**
     * A bucket of {@code burst} permits, full at first, refilled continuously with {@code permits} per {@code per}.
     * Worst case in a window of length {@code per}: burst + permits.
     */
    TOKEN_BUCKET,
    /**
     * Counts in windows aligned to the epoch. Worst case in a window of length {@code per} across an edge: 2 × permits.
     */
    FIXED_WINDOW;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in policy files: {@code sliding-window}, {@code token-bucket}, {@code fixed-window}. */
    public String label() {
        return label;
    }
}
