package dev.botsentinel.policy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The durations a policy may hold: 1 µs to 36,500 days, in whole microseconds; and how they are written. */
public final class Durations {

    /** A hundred years: with it every instant up to 2155 stays below 2^53 µs, where doubles (Lua's numbers) are exact. */
    public static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})(ms|s|m|h|d)");

    /** How a duration is written, as a regular expression that JavaScript reads too: more than nothing, with a unit. */
    public static final String PATTERN = "^(?=[0-9]*[1-9])" + TEXT.pattern() + "$";

    /** What people write instead: several units, fractions, spaces, other names for the units. */
    private static final Pattern LOOSE = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)\\s*([\\p{L}]{1,12})[\\s,]*");

    private static final int LONGEST_LOOSE = 40;

    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
            Map.entry("msec", "ms"),
            Map.entry("milli", "ms"),
            Map.entry("millisecond", "ms"),
            Map.entry("sec", "s"),
            Map.entry("second", "s"),
            Map.entry("min", "m"),
            Map.entry("minute", "m"),
            Map.entry("hr", "h"),
            Map.entry("hour", "h"),
            Map.entry("day", "d"));

    private Durations() {}

    /**
     * Reads a duration as a policy file and annotations write it: a whole number and one of {@code ms}, {@code s},
     * {@code m}, {@code h}, {@code d}, as in {@code 250ms} and {@code 5m}.
     *
     * @param key what the duration is for, named in the message
     * @throws PolicyException if it is written otherwise, zero or too long; the message says what to write
     */
    public static Duration parse(String key, String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new PolicyException(key, key + " is " + Quote.of(text) + ", but " + advice(text));
        }
        BigDecimal millis = millis(matcher.group(1), unit(matcher.group(2)));
        if (millis.signum() == 0) {
            throw new PolicyException(
                    key, key + " is " + text + ", but must be more than nothing; 1ms is the shortest");
        }
        if (tooLong(millis)) {
            throw new PolicyException(key, key + " is " + text + ", but 36500d is the longest");
        }
        return Duration.ofMillis(millis.longValueExact());
    }

    private static String advice(String text) {
        if (text.matches("[0-9]{1,18}")) {
            return "lacks a unit (ms, s, m, h or d); write " + text + "s if seconds are meant";
        }
        return "a duration is a whole number and a unit (ms, s, m, h or d); write "
                + meant(text).map(Durations::text).orElse("30s, for example");
    }

    private static Optional<Duration> meant(String text) {
        if (text.length() > LONGEST_LOOSE) {
            return Optional.empty();
        }
        BigDecimal sum = BigDecimal.ZERO;
        Matcher matcher = LOOSE.matcher(text.strip());
        int end = 0;
        while (end < matcher.regionEnd() && matcher.find(end) && matcher.start() == end) {
            Duration unit = unit(matcher.group(2));
            if (unit.isZero()) {
                return Optional.empty();
            }
            sum = sum.add(millis(matcher.group(1), unit));
            end = matcher.end();
        }
        boolean all = end > 0 && end == matcher.regionEnd();
        boolean possible =
                sum.signum() > 0 && !tooLong(sum) && sum.stripTrailingZeros().scale() <= 0;
        return all && possible ? Optional.of(Duration.ofMillis(sum.longValueExact())) : Optional.empty();
    }

    private static Duration unit(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String singular = lower.length() > 2 && lower.endsWith("s") ? lower.substring(0, lower.length() - 1) : lower;
        return UNITS.getOrDefault(OTHER_NAMES.getOrDefault(singular, lower), Duration.ZERO);
    }

    private static BigDecimal millis(String number, Duration unit) {
        return new BigDecimal(number).multiply(BigDecimal.valueOf(unit.toMillis()));
    }

    private static boolean tooLong(BigDecimal millis) {
        return millis.compareTo(BigDecimal.valueOf(LONGEST.toMillis())) > 0;
    }

    static void check(Faults faults, String key, Duration duration) {
        if (duration.compareTo(LONGEST) > 0) {
            faults.add(key, key + " is " + duration + ", but 36500d is the longest");
        } else if (duration.isNegative() || duration.isZero() || duration.toNanos() % 1000 != 0) {
            faults.add(key, key + " is " + duration + ", but must be at least 1 µs, in whole microseconds");
        }
    }

    static void check(String key, Duration duration) {
        Faults faults = new Faults();
        check(faults, key, duration);
        faults.throwIfAny();
    }

    static boolean isPossible(Duration duration) {
        return !duration.isNegative()
                && !duration.isZero()
                && duration.compareTo(LONGEST) <= 0
                && duration.toNanos() % 1000 == 0;
    }

    static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    /** The duration as a policy file writes it ({@code 250ms}, {@code 5m}), else in ISO 8601. */
    public static String text(Duration duration) {
        if (duration.compareTo(LONGEST) > 0 || duration.toNanos() % 1_000_000 != 0) {
            return duration.toString();
        }
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
