package dev.botsentinel.cli;

import java.util.List;
import java.util.Locale;

/**
 * One track of a {@link Timeline} as bars: a path in a box one unit wide for each bucket, which the page stretches to its
 * own width.
 *
 * @param name what the bars count
 * @param style the class by which the page styles them
 * @param total their sum, what has no time included
 * @param counts bucket by bucket
 * @param peak the highest of them
 * @param peakAt the bucket that has it
 */
record Chart(String name, String style, long total, List<Long> counts, long peak, int peakAt) {

    /** A single update beside thousands is still seen. */
    private static final double LEAST_HEIGHT = 1.5;

    /** Beyond so many bars gaps between them would be narrower than a pixel. */
    private static final int MOST_WITH_GAPS = 90;

    static Chart of(String name, String style, long total, List<Long> counts) {
        int peakAt = 0;
        for (int i = 1; i < counts.size(); i++) {
            peakAt = counts.get(i) > counts.get(peakAt) ? i : peakAt;
        }
        return new Chart(name, style, total, counts, counts.isEmpty() ? 0 : counts.get(peakAt), peakAt);
    }

    /** Whether there is a bar at all. */
    boolean isEmpty() {
        return counts.stream().allMatch(count -> count == 0);
    }

    /**
     * The bars as an SVG path.
     *
     * @param base where they stand, counted from the top
     * @param height how high the one for {@code most} is; below 0 they hang down
     */
    String path(double base, double height, long most) {
        StringBuilder path = new StringBuilder();
        double width = counts.size() > MOST_WITH_GAPS ? 1 : 0.86;
        for (int i = 0; i < counts.size(); i++) {
            if (counts.get(i) > 0) {
                double bar = Math.max(LEAST_HEIGHT, Math.abs(height) * counts.get(i) / most) * Math.signum(height);
                path.append(String.format(Locale.ROOT, "M%d %.1fv%.1fh%.2fv%.1fz", i, base, -bar, width, bar));
            }
        }
        return path.toString();
    }
}
