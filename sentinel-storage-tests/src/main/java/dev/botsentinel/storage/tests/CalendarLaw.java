package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.botsentinel.policy.CalendarPeriod;
import dev.botsentinel.policy.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Law 4, calendar windows: days, weeks and months of a time zone. */
abstract class CalendarLaw extends StoreLaw {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private void setTime(String instant) {
        setTime(micros(instant));
    }

    private static long micros(String instant) {
        return TraceMicros.of(Instant.parse(instant));
    }

    @Test
    void aDayEndsAtMidnightOfItsZone() {
        PlanBuilder plan = PlanBuilder.by("42").limit(RateLimit.fixedWindow(2, CalendarPeriod.day(BERLIN)));
        setTime("2026-06-10T21:59:59.999999Z");
        admitted(2, plan);
        assertEquals(micros("2026-06-10T22:00:00Z"), limited(plan).untilMicros());
        setTime("2026-06-10T22:00:00Z");
        admitted(2, plan);
        assertEquals(micros("2026-06-11T22:00:00Z"), limited(plan).untilMicros());
        assertPassesExactlyAt(micros("2026-06-11T22:00:00Z"), plan);
    }

    @Test
    void aDayOnWhichClocksChangeHas23Or25Hours() {
        PlanBuilder plan = PlanBuilder.by("42").limit(RateLimit.fixedWindow(1, CalendarPeriod.day(BERLIN)));
        setTime("2026-03-28T23:00:00Z");
        admitted(plan);
        assertPassesExactlyAt(micros("2026-03-29T22:00:00Z"), plan);
        setTime("2026-10-24T22:00:00Z");
        admitted(plan);
        assertPassesExactlyAt(micros("2026-10-25T23:00:00Z"), plan);
    }

    @Test
    void aWeekBeginsOnMonday() {
        PlanBuilder plan = PlanBuilder.by("42").limit(RateLimit.fixedWindow(1, CalendarPeriod.week(BERLIN)));
        setTime("2026-11-29T22:59:59Z");
        admitted(plan);
        assertPassesExactlyAt(micros("2026-11-29T23:00:00Z"), plan);
        assertPassesExactlyAt(micros("2026-12-06T23:00:00Z"), plan);
    }

    @Test
    void aMonthEndsWithItsLastDay() {
        PlanBuilder plan = PlanBuilder.by("42").limit(RateLimit.fixedWindow(1, CalendarPeriod.month(ZoneId.of("UTC"))));
        setTime("2028-02-01T00:00:00Z");
        admitted(plan);
        assertPassesExactlyAt(micros("2028-03-01T00:00:00Z"), plan);
        assertPassesExactlyAt(micros("2028-04-01T00:00:00Z"), plan);
    }

    /** Time comes to a storage that has been asked for long: what it has prepared must not outlast a period. */
    @Test
    void manyPeriodsPass() {
        PlanBuilder plan = PlanBuilder.by("42").limit(RateLimit.fixedWindow(1, CalendarPeriod.day(BERLIN)));
        for (int day = 0; day < 40; day++) {
            setTime(T0 + day * DAY + 12 * HOUR);
            admitted(plan);
            limited(plan);
        }
        setTime(T0 + 400 * DAY);
        admitted(plan);
    }

    @Test
    void aCountIsOfItsPeriodsOnly() {
        RateLimit day = RateLimit.fixedWindow(1, CalendarPeriod.day(BERLIN));
        admitted(PlanBuilder.by("42").limit(day));
        limited(PlanBuilder.by("42").limit(RateLimit.fixedWindow(1, CalendarPeriod.day(BERLIN))));
        assertEquals(
                1,
                admitted(PlanBuilder.by("42").limit(RateLimit.fixedWindow(2, CalendarPeriod.week(BERLIN))))
                        .remaining(0));
        admitted(PlanBuilder.by("42").limit(RateLimit.fixedWindow(1, CalendarPeriod.day(ZoneId.of("UTC")))));
        admitted(PlanBuilder.by("42").limit(RateLimit.fixedWindow(1, Duration.ofDays(1))));
    }

    @Test
    void aCountSurvivesAChangeOfPermits() {
        admitted(3, PlanBuilder.by("42").limit(RateLimit.fixedWindow(5, CalendarPeriod.day(BERLIN))));
        assertEquals(
                6,
                admitted(PlanBuilder.by("42").limit(RateLimit.fixedWindow(10, CalendarPeriod.day(BERLIN))))
                        .remaining(0));
        limited(PlanBuilder.by("42").limit(RateLimit.fixedWindow(2, CalendarPeriod.day(BERLIN))));
    }
}
