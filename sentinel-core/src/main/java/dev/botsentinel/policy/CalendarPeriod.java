package dev.botsentinel.policy;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Objects;

/**
 * What a fixed window can count in besides durations: the days, weeks (from Monday) or months of a calendar in a time
 * zone, daylight saving included. Immutable.
 *
 * <pre>{@code
 * RateLimit.fixedWindow(100, CalendarPeriod.day(ZoneId.of("Europe/Berlin")));
 * }</pre>
 *
 * @param unit how long it is
 * @param zone where its days begin
 */
public record CalendarPeriod(Unit unit, ZoneId zone) {

    /** The zone of a period that doesn't say one. */
    public static final ZoneId DEFAULT_ZONE = ZoneId.of("UTC");

    /** No zone has put its clock forward or back by more at once since time zones are regular. */
    private static final Duration LARGEST_SHIFT = Duration.ofHours(3);

    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long FIRST_ID = 1L << 52;
    private static final long ID_BITS = (1L << 48) - 1;
    private static final long BYTE = 0xFF;
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** How long a period is. */
    public enum Unit {
        /** From midnight to midnight, or from when the day begins where it has no midnight. */
        DAY(Duration.ofDays(1)),
        /** From Monday to Monday. */
        WEEK(Duration.ofDays(7)),
        /** From the first day of a month to that of the next. */
        MONTH(Duration.ofDays(31));

        private final Duration longest;
        private final String label = name().toLowerCase(Locale.ROOT);

        Unit(Duration days) {
            this.longest = days.plus(LARGEST_SHIFT);
        }

        /** The name in policy files: {@code day}, {@code week}, {@code month}. */
        public String label() {
            return label;
        }

        private LocalDate start(LocalDate date) {
            return switch (this) {
                case DAY -> date;
                case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> date.withDayOfMonth(1);
            };
        }

        private LocalDate next(LocalDate start) {
            return switch (this) {
                case DAY -> start.plusDays(1);
                case WEEK -> start.plusWeeks(1);
                case MONTH -> start.plusMonths(1);
            };
        }
    }

    public CalendarPeriod {
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(zone, "zone");
    }

    /** Days in this zone. */
    public static CalendarPeriod day(ZoneId zone) {
        return new CalendarPeriod(Unit.DAY, zone);
    }

    /** Weeks in this zone, from Monday. */
    public static CalendarPeriod week(ZoneId zone) {
        return new CalendarPeriod(Unit.WEEK, zone);
    }

    /** Months in this zone. */
    public static CalendarPeriod month(ZoneId zone) {
        return new CalendarPeriod(Unit.MONTH, zone);
    }

    /** A duration that no period of this kind exceeds. */
    public Duration longest() {
        return unit.longest;
    }

    /** The first instant of the period that has this one; both in microseconds since the epoch. */
    public long startMicros(long atMicros) {
        LocalDate start = unit.start(date(atMicros));
        LocalDate next = unit.next(start);
        long nextMicros = micros(next);
        return nextMicros <= atMicros ? nextMicros : micros(start);
    }

    /** The first instant of the period after the one that has this instant; both in microseconds since the epoch. */
    public long endMicros(long atMicros) {
        LocalDate next = unit.next(unit.start(date(atMicros)));
        long nextMicros = micros(next);
        return nextMicros <= atMicros ? micros(unit.next(next)) : nextMicros;
    }

    /**
     * A number that stands for this kind of period in a storage's state: the same in every process, distinct from every
     * duration in microseconds, below 2^53.
     */
    public long id() {
        long hash = FNV_START;
        for (byte one : (unit.label() + '/' + zone.getId()).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (one & BYTE)) * FNV_PRIME;
        }
        return FIRST_ID + ((hash ^ (hash >>> 48)) & ID_BITS);
    }

    /** The period in words: {@code day}, {@code month in Europe/Berlin}. */
    public String describe() {
        return zone.equals(DEFAULT_ZONE) ? unit.label() : unit.label() + " in " + zone.getId();
    }

    /** A day on which clocks go back over midnight begins twice; it is counted from the first time. */
    private LocalDate date(long atMicros) {
        return LocalDate.ofInstant(Instant.EPOCH.plus(atMicros, ChronoUnit.MICROS), zone);
    }

    private long micros(LocalDate date) {
        return date.atStartOfDay(zone).toEpochSecond() * MICROS_PER_SECOND;
    }
}
