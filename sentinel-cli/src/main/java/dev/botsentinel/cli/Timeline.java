package dev.botsentinel.cli;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts over time, in memory that doesn't grow with the recording: at most {@link #MAX_BUCKETS} buckets, a second wide
 * at first; when time runs on beyond the last one, neighbours are merged into wider ones. Widths are what people count
 * in (5 s, 1 min, 1 h, …), each a multiple of the one before, and buckets start at whole multiples of their width since the
 * epoch, so that a merged bucket is exact. Not thread-safe.
 */
final class Timeline {

    /** A day in buckets of ten minutes, and one more if it doesn't start on a whole one; wide enough for a phone. */
    static final int MAX_BUCKETS = 145;

    private static final int[] WIDTHS = {1, 5, 10, 30, 60, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400};
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final Map<Enum<?>, long[]> tracks = new HashMap<>();
    private long widthSeconds = WIDTHS[0];
    private long firstBucket;
    private int size;

    /** Counts one on a track; time never runs backwards. */
    void add(Enum<?> track, long atMicros) {
        long second = Math.floorDiv(atMicros, MICROS_PER_SECOND);
        if (size == 0) {
            firstBucket = second / widthSeconds;
        }
        while (second / widthSeconds - firstBucket >= MAX_BUCKETS) {
            widen();
        }
        int bucket = (int) (second / widthSeconds - firstBucket);
        size = Math.max(size, bucket + 1);
        tracks.computeIfAbsent(track, any -> new long[MAX_BUCKETS])[bucket]++;
    }

    /** How many buckets there are, from that of the first count to that of the last. */
    int size() {
        return size;
    }

    /** How many seconds a bucket has. */
    long widthSeconds() {
        return widthSeconds;
    }

    /** When a bucket starts, in seconds since the epoch. */
    long startSecond(int bucket) {
        return (firstBucket + bucket) * widthSeconds;
    }

    /** The counts on a track, bucket by bucket. */
    List<Long> counts(Enum<?> track) {
        long[] counts = tracks.get(track);
        return counts == null
                ? Collections.nCopies(size, 0L)
                : Arrays.stream(counts, 0, size).boxed().toList();
    }

    private void widen() {
        long wider = wider();
        long factor = wider / widthSeconds;
        long newFirst = firstBucket / factor;
        for (long[] counts : tracks.values()) {
            for (int bucket = 0; bucket < size; bucket++) {
                long count = counts[bucket];
                counts[bucket] = 0;
                counts[(int) ((firstBucket + bucket) / factor - newFirst)] += count;
            }
        }
        size = (int) ((firstBucket + size - 1) / factor - newFirst) + 1;
        firstBucket = newFirst;
        widthSeconds = wider;
    }

    private long wider() {
        for (int width : WIDTHS) {
            if (width > widthSeconds) {
                return width;
            }
        }
        return widthSeconds * 2;
    }
}
