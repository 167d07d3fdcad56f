package dev.botsentinel.cli.worstcase;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.CalendarPeriod;
import dev.botsentinel.policy.RateLimit;
import java.math.BigInteger;
import java.time.Duration;

/**
 * How many updates one budget of a limit admits at most within a window, wherever the window begins. A window is half-open:
 * it has its first instant and not the one after its last.
 */
/*
 * With k = ⌊permits / cost⌋ and a window of W:
 *   sliding window  ⌈W / per⌉ × k, since every stretch of `per` has at most k;
 *   token bucket    ⌊(burst + permits × W / per) / cost⌋: what it holds at first, and what flows in meanwhile;
 *   fixed window    as many of its windows as W can touch × k. W of 2 µs or more touches at most ⌊(W − 2) / per⌋ + 2 of them.
 * A calendar's windows differ in length; the shortest is touched most often. A lockout only takes away.
 */
final class BudgetBound {

    /** No zone has put its clock forward or back by more at once, see CalendarPeriod. */
    private static final Duration LARGEST_SHIFT = Duration.ofHours(3);

    private BudgetBound() {}

    /** @param windowMicros the length of the window, 1 or more */
    static long admitted(RateLimit limit, long windowMicros) {
        if (limit.permits() == 0) {
            return 0;
        }
        return limit.algorithm() == Algorithm.TOKEN_BUCKET
                ? bucket(limit, windowMicros)
                : Counts.times(windows(limit, windowMicros), limit.permits() / limit.cost());
    }

    private static long bucket(RateLimit limit, long windowMicros) {
        BigInteger per = BigInteger.valueOf(limit.perMicros());
        BigInteger permits = BigInteger.valueOf(limit.burst())
                .multiply(per)
                .add(BigInteger.valueOf(limit.permits()).multiply(BigInteger.valueOf(windowMicros)));
        BigInteger admitted = permits.divide(per.multiply(BigInteger.valueOf(limit.cost())));
        return admitted.min(BigInteger.valueOf(Counts.UNBOUNDED)).longValueExact();
    }

    private static long windows(RateLimit limit, long windowMicros) {
        if (limit.algorithm() == Algorithm.SLIDING_WINDOW) {
            return (windowMicros - 1) / limit.perMicros() + 1;
        }
        return windowMicros == 1 ? 1 : (windowMicros - 2) / shortestMicros(limit) + 2;
    }

    /** The length of the limit's shortest window. */
    static long shortestMicros(RateLimit limit) {
        CalendarPeriod calendar = limit.calendar();
        if (calendar == null) {
            return limit.perMicros();
        }
        Duration days = switch (calendar.unit()) {
            case DAY -> Duration.ofDays(1);
            case WEEK -> Duration.ofDays(7);
            case MONTH -> Duration.ofDays(28);
        };
        return days.minus(LARGEST_SHIFT).toNanos() / 1000;
    }
}
