package dev.botsentinel.cli;

/**
 * Keeps the process small on machines with much memory. A replay lives on some 30 MB and makes 8 KB of garbage per line;
 * but on a busy machine collections take long by the clock on the wall, and the collector answers that with an ever larger
 * heap (1 million lines on 2 busy cores and 24 GB: 970 MB), of which it gives nothing back by itself. A jar can't set
 * {@code -Xmx}, so from a certain size on the heap is trimmed: again whenever it has grown by a quarter, which keeps the
 * cost in proportion where much of it is in use.
 */
final class HeapTrim {

    private static final long LARGE = 640L << 20;
    private static final int LINES_PER_LOOK = 4096;

    private final Runtime runtime = Runtime.getRuntime();
    private long bound = LARGE;

    void done(long lines) {
        if (lines % LINES_PER_LOOK == 0 && runtime.totalMemory() > bound) {
            System.gc();
            bound = Math.max(LARGE, runtime.totalMemory() / 4 * 5);
        }
    }
}
