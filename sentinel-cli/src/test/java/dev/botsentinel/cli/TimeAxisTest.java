package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.cli.TimeAxis.Tick;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TimeAxisTest {

    private enum Track {
        ONE
    }

    private static final long MIDNIGHT = 1_767_225_600;

    @Test
    void aDayHasTicksAtWholeHours() {
        assertThat(labels(MIDNIGHT, MIDNIGHT + 86_399)).containsExactly("00:00", "06:00", "12:00", "18:00", "00:00");
    }

    @Test
    void secondsAreToldWhereTheyMatter() {
        assertThat(labels(MIDNIGHT + 1, MIDNIGHT + 3)).containsExactly("00:00:01", "00:00:02", "00:00:03", "00:00:04");
    }

    @Test
    void weeksHaveDates() {
        assertThat(labels(MIDNIGHT, MIDNIGHT + 20 * 86_400L))
                .containsExactly("3 Jan 2026", "7 Jan 2026", "11 Jan 2026", "15 Jan 2026", "19 Jan 2026");
    }

    @RepeatedTest(100)
    void ticksAreFewAndWithinTheChart(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        long start = random.nextLong(VirtualClock.LAST.getEpochSecond() / 2);
        long end = Math.min(start + random.nextLong(1L << random.nextInt(1, 33)), VirtualClock.LAST.getEpochSecond());
        assertThat(axis(start, end).ticks())
                .hasSizeLessThanOrEqualTo(6)
                .extracting(TimeAxisTest::percent)
                .allMatch(percent -> percent >= 0 && percent <= 100)
                .isSorted();
    }

    private static double percent(Tick tick) {
        return Double.parseDouble(tick.percent().substring(0, tick.percent().length() - 1));
    }

    private static List<String> labels(long first, long last) {
        return axis(first, last).ticks().stream().map(Tick::label).toList();
    }

    private static TimeAxis axis(long first, long last) {
        Timeline timeline = new Timeline();
        timeline.add(Track.ONE, first * 1_000_000);
        timeline.add(Track.ONE, last * 1_000_000);
        return TimeAxis.of(timeline);
    }
}
