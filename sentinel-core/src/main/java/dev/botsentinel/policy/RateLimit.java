package dev.botsentinel.policy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A limit: permits per duration, with an algorithm and a scope. Immutable. Start from the algorithm and add what
 * differs from the defaults (scope user, cost 1, enforced, unnamed):
 *
 * <pre>{@code
 * RateLimit.slidingWindow(10, Duration.ofMinutes(1));
 * RateLimit.tokenBucket(20, Duration.ofMinutes(1), 30).scope(Scope.MEMBER).named("buy");
 * }</pre>
 *
 * @param name one budget shared by every action that uses the name; null for a budget of the entry's own
 * @param permits how many per {@code per}; 0 denies always
 * @param per the duration the permits are for; of a calendar's period a duration that none exceeds
 * @param algorithm how it counts
 * @param burst the most that can be spent at once: the bucket's capacity, {@code permits} for the windows
 * @param scope whose budget it is
 * @param cost what one update spends
 * @param mode whether it decides
 * @param spareTrusted whether it spares whom the policy trusts, see {@link Trusted}
 * @param calendar the periods that a fixed window counts in; null if it counts in windows of {@code per}
 * @param lockout how long the limit refuses an owner from the first refusal on, if that is longer than its own wait; null
 *     for no longer than that
 */
public record RateLimit(
        @Nullable String name,
        int permits,
        Duration per,
        Algorithm algorithm,
        int burst,
        Scope scope,
        int cost,
        Mode mode,
        boolean spareTrusted,
        @Nullable CalendarPeriod calendar,
        @Nullable Duration lockout) {

    /** The most permits of a sliding window, which remembers each of them. */
    public static final int MAX_SLIDING_PERMITS = 1000;

    /** The longest name. */
    public static final int MAX_NAME_LENGTH = 128;

    /** Integers up to here are exact as doubles, the numbers of Lua. */
    private static final BigInteger EXACT = BigInteger.ONE.shiftLeft(53);

    /** @throws PolicyException if values are impossible; its problems are named after the keys at fault */
    public RateLimit {
        Objects.requireNonNull(algorithm, "algorithm");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(mode, "mode");
        Faults faults = new Faults();
        checkPermits(faults, permits, algorithm);
        Durations.check(faults, "per", per);
        checkBurst(faults, permits, algorithm, burst);
        checkCost(faults, permits, burst, cost);
        if (algorithm == Algorithm.TOKEN_BUCKET && permits > 0 && burst > 0 && Durations.isPossible(per)) {
            checkExact(faults, permits, per, burst);
        }
        if (name != null) {
            checkName(faults, name);
        }
        checkCalendar(faults, per, algorithm, calendar);
        if (lockout != null) {
            checkLockout(faults, permits, lockout);
        }
        faults.throwIfAny();
    }

    private static void checkPermits(Faults faults, int permits, Algorithm algorithm) {
        faults.addIf(permits < 0, "permits", "permits is " + permits + ", but must be 0 (deny always) or more");
        faults.addIf(
                algorithm == Algorithm.SLIDING_WINDOW && permits > MAX_SLIDING_PERMITS,
                "permits",
                "permits is " + permits + ", but a sliding window remembers each permit and takes at most "
                        + MAX_SLIDING_PERMITS + "; use algorithm: token-bucket");
    }

    private static void checkBurst(Faults faults, int permits, Algorithm algorithm, int burst) {
        if (burst == permits) {
            return;
        }
        if (permits == 0) {
            faults.add("burst", "burst does not go with permits: 0, which denies always; remove it");
        } else if (algorithm != Algorithm.TOKEN_BUCKET) {
            faults.add("burst", "burst goes with algorithm: token-bucket only; remove it");
        } else if (burst < 1) {
            faults.add("burst", "burst is " + burst + ", but must be at least 1");
        }
    }

    private static void checkCost(Faults faults, int permits, int burst, int cost) {
        if (cost < 1) {
            faults.add("cost", "cost is " + cost + ", but must be at least 1");
        } else if (permits > 0 && burst > 0 && cost > burst) {
            faults.add(
                    "cost",
                    "cost is " + cost + ", but the limit never holds more than " + burst
                            + ", so nothing would ever pass; use 1 to " + burst);
        }
    }

    private static void checkExact(Faults faults, int permits, Duration per, int burst) {
        BigInteger micros = BigInteger.valueOf(Durations.micros(per));
        BigInteger unit = micros.divide(micros.gcd(BigInteger.valueOf(permits)));
        faults.addIf(
                unit.multiply(BigInteger.valueOf(burst)).compareTo(EXACT) >= 0,
                "per",
                "a bucket of " + burst + " filled with " + permits + " per " + Durations.text(per)
                        + " can't be counted exactly (burst × per, reduced by permits, passes 2^53 µs);"
                        + " use a smaller burst or rounder numbers");
    }

    private static void checkCalendar(
            Faults faults, Duration per, Algorithm algorithm, @Nullable CalendarPeriod calendar) {
        if (calendar == null) {
            return;
        }
        if (algorithm != Algorithm.FIXED_WINDOW) {
            faults.add(
                    "per",
                    "per is " + calendar.unit().label()
                            + ", which goes with algorithm: fixed-window only; say so, or write" + " a duration");
        } else if (!per.equals(calendar.longest())) {
            faults.add("per", "per is " + Durations.text(per) + ", but follows from the calendar's period");
        }
    }

    private static void checkLockout(Faults faults, int permits, Duration lockout) {
        Durations.check(faults, "lockout", lockout);
        faults.addIf(permits == 0, "lockout", "lockout does not go with permits: 0, which denies always; remove it");
    }

    private static void checkName(Faults faults, String name) {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            faults.add(
                    "name",
                    "a limit's name has 1 to " + MAX_NAME_LENGTH + " characters, not all blank; this one has "
                            + name.length());
        } else if (name.indexOf('#') >= 0) {
            faults.add("name", Quote.of(name) + " has a '#', which marks limits without a name; choose another name");
        } else if (BuiltInRule.isReserved(name)) {
            faults.add("name", Quote.of(name) + " is the name of a built-in rule; choose another name");
        }
    }

    /** At most {@code permits} in any window of length {@code per}; exact. At most 1,000 permits. */
    public static RateLimit slidingWindow(int permits, Duration per) {
        return unnamed(permits, per, Algorithm.SLIDING_WINDOW, permits, null);
    }

    /** A bucket of {@code burst} permits, refilled with {@code permits} per {@code per}. */
    public static RateLimit tokenBucket(int permits, Duration per, int burst) {
        return unnamed(permits, per, Algorithm.TOKEN_BUCKET, burst, null);
    }

    /** A bucket as large as its refill: {@code permits} per {@code per}. */
    public static RateLimit tokenBucket(int permits, Duration per) {
        return tokenBucket(permits, per, permits);
    }

    /** At most {@code permits} in each window of length {@code per} counted from the epoch. */
    public static RateLimit fixedWindow(int permits, Duration per) {
        return unnamed(permits, per, Algorithm.FIXED_WINDOW, permits, null);
    }

    /** At most {@code permits} in each day, week or month of a calendar. */
    public static RateLimit fixedWindow(int permits, CalendarPeriod period) {
        return unnamed(permits, period.longest(), Algorithm.FIXED_WINDOW, permits, period);
    }

    private static RateLimit unnamed(
            int permits, Duration per, Algorithm algorithm, int burst, @Nullable CalendarPeriod calendar) {
        return new RateLimit(null, permits, per, algorithm, burst, Scope.USER, 1, Mode.ENFORCE, true, calendar, null);
    }

    /** A sliding window of one second. */
    public static RateLimit perSecond(int permits) {
        return slidingWindow(permits, Duration.ofSeconds(1));
    }

    /** A sliding window of one minute. */
    public static RateLimit perMinute(int permits) {
        return slidingWindow(permits, Duration.ofMinutes(1));
    }

    /** This limit as one budget shared by every action that uses the name. */
    public RateLimit named(String name) {
        return new RateLimit(name, permits, per, algorithm, burst, scope, cost, mode, spareTrusted, calendar, lockout);
    }

    /** This limit for another scope. */
    public RateLimit scope(Scope scope) {
        return new RateLimit(name, permits, per, algorithm, burst, scope, cost, mode, spareTrusted, calendar, lockout);
    }

    /** This limit with each update spending {@code cost} permits. */
    public RateLimit cost(int cost) {
        return new RateLimit(name, permits, per, algorithm, burst, scope, cost, mode, spareTrusted, calendar, lockout);
    }

    /** This limit counted and reported, never enforced. */
    public RateLimit shadow() {
        return new RateLimit(
                name, permits, per, algorithm, burst, scope, cost, Mode.SHADOW, spareTrusted, calendar, lockout);
    }

    /** This limit for everybody: it holds for whom the policy trusts, too. */
    public RateLimit holdsForTrusted() {
        return new RateLimit(name, permits, per, algorithm, burst, scope, cost, mode, false, calendar, lockout);
    }

    /**
     * This limit with a lockout: its first refusal makes it refuse that owner until the later of the lockout's end and the
     * end of its own wait. Tries before that neither prolong the lockout nor begin another.
     */
    public RateLimit lockout(Duration lockout) {
        return new RateLimit(name, permits, per, algorithm, burst, scope, cost, mode, spareTrusted, calendar, lockout);
    }

    /** {@link #per()} in microseconds. */
    public long perMicros() {
        return Durations.micros(per);
    }

    /** {@link #lockout()} in microseconds; 0 without one. */
    public long lockoutMicros() {
        return lockout == null ? 0 : Durations.micros(lockout);
    }

    /** The first instant of the fixed window that has this one; both in microseconds since the epoch. */
    public long windowStartMicros(long atMicros) {
        return calendar != null ? calendar.startMicros(atMicros) : Math.floorDiv(atMicros, perMicros()) * perMicros();
    }

    /** The first instant after the fixed window that has this one; both in microseconds since the epoch. */
    public long windowEndMicros(long atMicros) {
        return calendar != null ? calendar.endMicros(atMicros) : windowStartMicros(atMicros) + perMicros();
    }

    /** What a storage keeps beside a fixed window's count: a count of other windows says nothing about this limit. */
    public long windowId() {
        return calendar != null ? calendar.id() : perMicros();
    }

    /** What the permits are for, in words: {@code 30s}, {@code day}, {@code month in Europe/Berlin}. */
    public String describePeriod() {
        return calendar != null ? calendar.describe() : Durations.text(per);
    }

    /** The limit in words: {@code 3 per 30s, sliding-window, per user}. */
    public String describe() {
        StringBuilder text = new StringBuilder().append(permits).append(" per ").append(describePeriod());
        text.append(", ").append(algorithm.label());
        if (burst != permits) {
            text.append(" of ").append(burst);
        }
        text.append(scope == Scope.GLOBAL ? ", for everybody" : ", per " + scope.label());
        if (cost != 1) {
            text.append(", cost ").append(cost);
        }
        if (lockout != null) {
            text.append(", lockout ").append(Durations.text(lockout));
        }
        if (!spareTrusted) {
            text.append(", for trusted ones too");
        }
        return mode == Mode.SHADOW ? text.append(", shadow").toString() : text.toString();
    }
}
