package dev.botsentinel.benchmarks;

import java.time.Duration;

/**
 * Who sends how much, on a virtual clock: the time between two updates of one user sets the share that is denied. The
 * token bucket gives a user 20 permits a minute, one every 3 s; so an update every 2.7 s is 10/9 of that, and one in ten
 * is denied.
 */
public enum Scenario {
    /** 100,000 users in random order, one update in ten denied. */
    USERS("100,000 users", "message", 100_000, Duration.ofMillis(2700), 0.08, 0.12),
    /** The same users at half the pace: nothing is denied. */
    CALM("100,000 users, all allowed", "message", 100_000, Duration.ofMillis(5400), 0, 0.001),
    /** All updates come from one user, one in ten denied. */
    HOT_KEY("one hot key", "message", 1, Duration.ofMillis(2700), 0.08, 0.12),
    /** One user sends a hundred updates a second: soon all is denied, most of it by the block that this leads to. */
    FLOOD("flood", "message", 1, Duration.ofMillis(10), 0.95, 1),
    /** Like {@link #USERS}, with limits of the user in the chat and of everybody on top. */
    MEMBER_AND_GLOBAL("member and global limits added", "group", 100_000, Duration.ofMillis(2700), 0.08, 0.12),
    /** Like {@link #USERS}, but 10,000 of them, with a sliding window of 1,000 permits of which 900 are spent. */
    LONG_WINDOW("window of 1,000, 10,000 users", "long", 10_000, Duration.ofMillis(2700), 0.08, 0.12);

    final String label;
    final String action;
    final int users;
    final Duration pause;
    private final double leastDenied;
    private final double mostDenied;

    Scenario(String label, String action, int users, Duration pause, double leastDenied, double mostDenied) {
        this.label = label;
        this.action = action;
        this.users = users;
        this.pause = pause;
        this.leastDenied = leastDenied;
        this.mostDenied = mostDenied;
    }

    /** By how much the clock advances with each update, whoever sends it. */
    long microsPerUpdate() {
        return pause.toNanos() / 1000 / users;
    }

    /**
     * Holds a measurement to the share that it is meant to be about.
     *
     * @throws IllegalStateException if another share was denied
     */
    void checkDenied(long allowed, long denied) {
        double share = denied / (double) (allowed + denied);
        if (share < leastDenied || share > mostDenied) {
            throw new IllegalStateException(String.format(
                    "%s denied %.1f %% of %d, but is meant to deny %.1f to %.1f %%",
                    this, 100 * share, allowed + denied, 100 * leastDenied, 100 * mostDenied));
        }
    }
}
