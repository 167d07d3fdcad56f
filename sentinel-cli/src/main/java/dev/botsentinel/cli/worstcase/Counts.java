package dev.botsentinel.cli.worstcase;

/** Arithmetic on counts of which one may be {@link #UNBOUNDED}. A count that passes the largest number is unbounded. */
public final class Counts {

    /** More than any number. */
    public static final long UNBOUNDED = Long.MAX_VALUE;

    private Counts() {}

    static long plus(long a, long b) {
        return a > UNBOUNDED - b ? UNBOUNDED : a + b;
    }

    /** Nothing of whatever is nothing, of what is unbounded too. */
    static long times(long a, long b) {
        if (a == 0 || b == 0) {
            return 0;
        }
        return a > UNBOUNDED / b ? UNBOUNDED : a * b;
    }
}
