package dev.botsentinel.cli.suggest;

import java.util.Arrays;

/**
 * What each user did at most within a window, and who is no ordinary user.
 */
/*
 * Peaks of people are spread over a few doublings, so they are looked at in logarithms. Median and 90th percentile say where
 * they are and how wide: neither moves much for a handful of floods, however large these are. With normal logarithms one in
 * 30,000 is more than four deviations above the median, that is median × (p90 / median)^(4 / 1.2816); whoever is above that,
 * and above twice the 90th percentile and two, is taken for a flood. The second bound is for actions that nearly everybody
 * takes once, where the spread is nothing.
 */
final class Peaks {

    /** Four deviations over those from the median to the 90th percentile. */
    private static final double FLOOD_EXPONENT = 4 / 1.2816;

    private final int[] byUser;
    private final int[] sorted;

    /** @param byUser the peaks, in an order that all windows of an action share */
    Peaks(int[] byUser) {
        this.byUser = byUser;
        this.sorted = byUser.clone();
        Arrays.sort(sorted);
    }

    int of(int user) {
        return byUser[user];
    }

    /** The least peak that so many of all are not above. */
    int quantile(double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    int max() {
        return sorted[sorted.length - 1];
    }

    /** Above this nobody is an ordinary user. */
    double floodLevel() {
        double median = quantile(0.5);
        double p90 = quantile(0.9);
        return Math.max(median * Math.pow(p90 / median, FLOOD_EXPONENT), 2 * p90 + 2);
    }

    /** The peaks of some of the users. */
    Peaks only(int[] users) {
        return new Peaks(Arrays.stream(users).map(user -> byUser[user]).toArray());
    }
}
