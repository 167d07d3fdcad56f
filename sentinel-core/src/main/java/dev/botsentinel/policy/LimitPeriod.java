package dev.botsentinel.policy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a limit's permits are for, as policy files and annotations write it: a duration, or the day, week or month of a
 * calendar. Immutable.
 *
 * @param per the duration; of a calendar's period a duration that none exceeds
 * @param calendar the calendar's period; null for a duration
 */
public record LimitPeriod(Duration per, @Nullable CalendarPeriod calendar) {

    private static final Map<String, String> OTHER_NAMES = Map.of(
            "daily", "day",
            "days", "day",
            "weekly", "week",
            "weeks", "week",
            "monthly", "month",
            "months", "month");

    private static final String EXAMPLE = "Europe/Berlin";

    /**
     * Reads it.
     *
     * @param per a duration, or {@code day}, {@code week} or {@code month}
     * @param zone the name of the calendar's time zone; null for UTC
     * @throws PolicyException if it is written otherwise, if there is no such zone, or if a duration has one; its problems are
     *     named {@code per} and {@code zone}
     */
    public static LimitPeriod parse(String per, @Nullable String zone) {
        for (CalendarPeriod.Unit unit : CalendarPeriod.Unit.values()) {
            if (unit.label().equals(per)) {
                CalendarPeriod calendar =
                        new CalendarPeriod(unit, zone == null ? CalendarPeriod.DEFAULT_ZONE : zone(zone));
                return new LimitPeriod(calendar.longest(), calendar);
            }
        }
        String lower = per.toLowerCase(Locale.ROOT);
        String meant = OTHER_NAMES.getOrDefault(lower, lower);
        for (CalendarPeriod.Unit unit : CalendarPeriod.Unit.values()) {
            if (unit.label().equals(meant)) {
                throw new PolicyException("per", "per is " + Quote.of(per) + "; write " + meant);
            }
        }
        Faults faults = new Faults();
        Duration duration = duration(faults, per);
        faults.addIf(zone != null, "zone", "zone goes with per: day, week or month only; remove it");
        faults.throwIfAny();
        return new LimitPeriod(duration, null);
    }

    private static Duration duration(Faults faults, String per) {
        try {
            return Durations.parse("per", per);
        } catch (PolicyException e) {
            e.problems().forEach(problem -> faults.add("per", problem.message()));
            return Duration.ZERO;
        }
    }

    private static ZoneId zone(String name) {
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return ZoneId.of(name);
        }
        throw new PolicyException(
                "zone",
                "zone is " + Quote.of(name) + ", but must be the name of a time zone, as in " + EXAMPLE
                        + DidYouMean.nearest(name, ZoneId.getAvailableZoneIds())
                                .map(near -> "; did you mean " + Quote.of(near) + "?")
                                .orElse(""));
    }
}
