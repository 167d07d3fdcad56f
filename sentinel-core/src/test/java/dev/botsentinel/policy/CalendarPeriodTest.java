package dev.botsentinel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Micros;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarPeriodTest {

    @ParameterizedTest
    @CsvSource({
        "DAY, UTC, 2026-03-01T12:00:00Z, 2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z",
        "DAY, UTC, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-03T00:00:00Z",
        "DAY, UTC, 2026-03-01T23:59:59.999999Z, 2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z",
        // clocks go forward: a day of 23 hours; and back: one of 25
        "DAY, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "DAY, Europe/Berlin, 2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        "DAY, Asia/Kathmandu, 2026-01-01T18:15:00Z, 2026-01-01T18:15:00Z, 2026-01-02T18:15:00Z",
        // a day that has no midnight, and one that begins again an hour later
        "DAY, Africa/Cairo, 2026-04-24T12:00:00Z, 2026-04-23T22:00:00Z, 2026-04-24T21:00:00Z",
        "DAY, America/Havana, 2026-11-01T04:30:00Z, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z",
        "DAY, America/Havana, 2026-11-01T05:30:00Z, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z",
        "WEEK, UTC, 2026-11-30T00:00:00Z, 2026-11-30T00:00:00Z, 2026-12-07T00:00:00Z",
        "WEEK, UTC, 2026-11-29T23:59:59Z, 2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
        "WEEK, America/New_York, 2026-11-30T04:59:59Z, 2026-11-23T05:00:00Z, 2026-11-30T05:00:00Z",
        "MONTH, UTC, 2028-02-29T12:00:00Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
        "MONTH, UTC, 2026-12-31T23:00:00Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "MONTH, UTC, 9999-12-31T23:00:00Z, 9999-12-01T00:00:00Z, +10000-01-01T00:00:00Z",
        "MONTH, Europe/Berlin, 2026-12-31T23:00:00Z, 2026-12-31T23:00:00Z, 2027-01-31T23:00:00Z"
    })
    void startsAndEnds(CalendarPeriod.Unit unit, String zone, Instant at, Instant start, Instant end) {
        CalendarPeriod period = new CalendarPeriod(unit, ZoneId.of(zone));
        long micros = Micros.of(at);
        assertThat(Micros.instant(period.startMicros(micros))).isEqualTo(start);
        assertThat(Micros.instant(period.endMicros(micros))).isEqualTo(end);
    }

    /** St. John's clocks went back over midnight until 2011: the day that began twice is one day. */
    @ParameterizedTest
    @CsvSource({
        "2010-11-07T02:30:30Z, 2010-11-07T02:30:00Z",
        "2010-11-07T02:45:00Z, 2010-11-07T02:30:00Z",
        "2010-11-07T03:30:00Z, 2010-11-07T02:30:00Z"
    })
    void aDayThatBeginsTwiceIsOneDay(Instant at, Instant start) {
        CalendarPeriod day = CalendarPeriod.day(ZoneId.of("America/St_Johns"));
        assertThat(Micros.instant(day.startMicros(Micros.of(at)))).isEqualTo(start);
        assertThat(Micros.instant(day.endMicros(Micros.of(at)))).isEqualTo(Instant.parse("2010-11-08T03:30:00Z"));
    }

    @Property(tries = 2_000)
    void periodsCoverTimeWithoutGapOrOverlap(
            @ForAll CalendarPeriod.Unit unit, @ForAll("zones") ZoneId zone, @ForAll("instants") long at) {
        CalendarPeriod period = new CalendarPeriod(unit, zone);
        long start = period.startMicros(at);
        long end = period.endMicros(at);
        assertThat(at).isBetween(start, end - 1);
        assertThat(end - start).isLessThanOrEqualTo(Micros.of(period.longest()));
        assertThat(period.startMicros(start)).isEqualTo(start);
        assertThat(period.endMicros(end - 1)).isEqualTo(end);
        assertThat(period.startMicros(end)).isEqualTo(end);
        assertThat(period.endMicros(start - 1)).isEqualTo(start);
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(ZoneId.getAvailableZoneIds()).map(ZoneId::of);
    }

    /** From 1994, when the last zone skipped a day but Samoa's, to 2060. */
    @Provide
    Arbitrary<Long> instants() {
        return Arbitraries.longs()
                .between(
                        Micros.of(Instant.parse("1996-01-01T00:00:00Z")),
                        Micros.of(Instant.parse("2060-01-01T00:00:00Z")));
    }

    @Property(tries = 1)
    void noTwoPeriodsHaveOneId() {
        Set<Long> ids = new HashSet<>();
        for (String zone : ZoneId.getAvailableZoneIds()) {
            for (CalendarPeriod.Unit unit : CalendarPeriod.Unit.values()) {
                long id = new CalendarPeriod(unit, ZoneId.of(zone)).id();
                assertThat(ids.add(id)).as(zone).isTrue();
                assertThat(id).isBetween(Micros.of(Durations.LONGEST) + 1, (1L << 53) - 1);
            }
        }
    }
}
