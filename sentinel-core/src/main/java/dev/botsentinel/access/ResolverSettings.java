package dev.botsentinel.access;

import java.time.Duration;

/**
 * How a guard asks its resolver, and how long it keeps the answers. Immutable; each method returns a changed copy.
 *
 * @param timeToLive how long a principal or a veto is kept; below a millisecond, nothing is
 * @param maximumSize for how many subjects answers are kept; 0 for none
 * @param failureTimeToLive for how long a subject counts as unresolved after a failed call; zero to ask again at once
 * @param timeLimit how long a call may take
 * @param maximumCalls how many calls may be under way at once; what is beyond fails
 * @param threads how many calls of blocking resolvers may run at once; others wait within their time limit
 */
public record ResolverSettings(
        Duration timeToLive,
        long maximumSize,
        Duration failureTimeToLive,
        Duration timeLimit,
        int maximumCalls,
        int threads) {

    /** A minute for 100,000 subjects; a second for failures and per call; 1,000 calls at once, 16 of them blocking. */
    public static final ResolverSettings DEFAULT = new ResolverSettings(
            Duration.ofSeconds(60), 100_000, Duration.ofSeconds(1), Duration.ofSeconds(1), 1_000, 16);

    /** @throws IllegalArgumentException if a value is impossible; the message names it */
    public ResolverSettings {
        positive(timeToLive, "timeToLive");
        positive(timeLimit, "the resolver's time limit");
        if (maximumSize < 0) {
            throw new IllegalArgumentException(
                    "maximumSize is " + maximumSize + ", but must be 0 (keep nobody) or more");
        }
        if (failureTimeToLive.isNegative()) {
            throw new IllegalArgumentException("the time that failures are kept is " + failureTimeToLive
                    + ", but must be zero (ask again at once) or more");
        }
        positive(maximumCalls, "maximumCalls");
        positive(threads, "threads");
    }

    /** With principals kept this long, for so many subjects. */
    public ResolverSettings cache(Duration timeToLive, long maximumSize) {
        return new ResolverSettings(timeToLive, maximumSize, failureTimeToLive, timeLimit, maximumCalls, threads);
    }

    /** With failures kept this long. */
    public ResolverSettings failures(Duration timeToLive) {
        return new ResolverSettings(this.timeToLive, maximumSize, timeToLive, timeLimit, maximumCalls, threads);
    }

    /** With this time limit of a call. */
    public ResolverSettings timeLimit(Duration timeLimit) {
        return new ResolverSettings(timeToLive, maximumSize, failureTimeToLive, timeLimit, maximumCalls, threads);
    }

    /** With so many calls at once, and so many threads for those that block. */
    public ResolverSettings calls(int maximumCalls, int threads) {
        return new ResolverSettings(timeToLive, maximumSize, failureTimeToLive, timeLimit, maximumCalls, threads);
    }

    private static void positive(Duration duration, String name) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " is " + duration + ", but must be more than zero");
        }
    }

    private static void positive(int number, String name) {
        if (number <= 0) {
            throw new IllegalArgumentException(name + " is " + number + ", but must be 1 or more");
        }
    }
}
