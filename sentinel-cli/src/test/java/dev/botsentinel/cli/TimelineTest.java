package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private enum Track {
        ONE,
        OTHER
    }

    private final Timeline timeline = new Timeline();

    @Test
    void nothingCountedIsNoTime() {
        assertThat(timeline.size()).isZero();
        assertThat(timeline.counts(Track.ONE)).isEmpty();
    }

    @Test
    void bucketsAreASecondWideAsLongAsTheyReach() {
        at(Track.ONE, 1000, 1000, 1002);
        at(Track.OTHER, 1003);
        assertThat(timeline.widthSeconds()).isOne();
        assertThat(timeline.startSecond(0)).isEqualTo(1000);
        assertThat(timeline.counts(Track.ONE)).containsExactly(2L, 0L, 1L, 0L);
        assertThat(timeline.counts(Track.OTHER)).containsExactly(0L, 0L, 0L, 1L);
    }

    @Test
    void aDayHasBucketsOfTenMinutesThatStartOnWholeOnes() {
        long midnight = 1_767_225_600;
        at(Track.ONE, midnight + 57, midnight + 599, midnight + 600, midnight + 86_399);
        assertThat(timeline.widthSeconds()).isEqualTo(600);
        assertThat(timeline.size()).isEqualTo(144);
        assertThat(timeline.startSecond(0)).isEqualTo(midnight);
        assertThat(timeline.counts(Track.ONE)).startsWith(2L, 1L, 0L).endsWith(1L);
    }

    @Test
    void aCenturyAfterASecondStillFits() {
        at(Track.ONE, 1, VirtualClock.LAST.getEpochSecond());
        assertThat(timeline.size()).isBetween(2, Timeline.MAX_BUCKETS);
        assertThat(timeline.counts(Track.ONE)).startsWith(1L).endsWith(1L);
    }

    /** Each bucket has exactly what fell into its time, however often buckets were merged. */
    @RepeatedTest(200)
    void mergedBucketsAreExact(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        long[] seconds = new long[1 + random.nextInt(300)];
        long second = random.nextInt(2_000_000_000);
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = second;
            second += random.nextLong(1L << random.nextInt(1, 24));
        }
        at(Track.ONE, seconds);

        List<Long> counts = timeline.counts(Track.ONE);
        assertThat(timeline.size()).isBetween(1, Timeline.MAX_BUCKETS);
        for (int bucket = 0; bucket < timeline.size(); bucket++) {
            long start = timeline.startSecond(bucket);
            long end = start + timeline.widthSeconds();
            long truth = java.util.Arrays.stream(seconds)
                    .filter(at -> at >= start && at < end)
                    .count();
            assertThat(counts.get(bucket)).as("bucket %d", bucket).isEqualTo(truth);
        }
        assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(seconds.length);
    }

    private void at(Track track, long... seconds) {
        for (long second : seconds) {
            timeline.add(track, second * 1_000_000 + 7);
        }
    }
}
