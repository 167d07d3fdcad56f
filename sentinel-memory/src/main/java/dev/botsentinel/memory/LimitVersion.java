package dev.botsentinel.memory;

import org.jspecify.annotations.Nullable;

/**
 * What an owner has of another version of a limit than the one used last, while both are in use side by side; see
 * docs/storage-spi.md. Guarded by its cell's lock.
 */
final class LimitVersion {

    private static final long A_DAY_MICROS = 86_400_000_000L;

    /** The section of this version, alone in its array. */
    long[] data;

    /** Of a bucket; held so that the shape keeps its number. */
    private final KeyNumbers.@Nullable Assigned<TokenBucket.Shape> shape;

    private long sinceMicros;

    /** The permits that this version had spent before the other one began, if that one doesn't count them yet. */
    private long before;

    private LimitVersion(
            long[] data, KeyNumbers.@Nullable Assigned<TokenBucket.Shape> shape, long sinceMicros, long before) {
        this.data = data;
        this.shape = shape;
        this.sinceMicros = sinceMicros;
        this.before = before;
    }

    /**
     * The version that has a section, at the moment when another one is about to take over.
     *
     * @return null if it is a bucket of a shape that nobody knows any more
     */
    static @Nullable LimitVersion of(long[] from, int section, long atMicros, Cells home) {
        KeyNumbers.Assigned<TokenBucket.Shape> shape = null;
        if (Sections.kind(from[section]) == Sections.TOKEN_BUCKET) {
            shape = home.bucketShape(TokenBucket.shapeNumber(from, section));
            if (shape == null) {
                return null;
            }
        }
        return new LimitVersion(Sections.copyOf(from, section), shape, atMicros, 0);
    }

    int number() {
        return Sections.number(data[0]);
    }

    /** This version had spent something that the one taking over doesn't count, unless it is used again. */
    void isLeftFor(LimitCounter other, long atMicros) {
        boolean keepsStamps = Sections.kind(data[0]) == Sections.SLIDING_WINDOW && other instanceof SlidingWindow;
        long spent = keepsStamps ? 0 : spent(atMicros);
        before = other.spanMicros() < spanMicros() ? Math.min(spent, 1) : spent;
    }

    /** The permits that the other version has to be charged with, once. */
    long before() {
        return before;
    }

    void nothingBefore() {
        before = 0;
    }

    /** From when on this version is no longer in use: its state has ended, or it has not been used for a day. */
    long endMicros() {
        long span = spanMicros();
        long end = Sections.endMicros(data, 0);
        return span >= FixedWindow.CALENDAR
                ? end
                : Math.max(Math.min(end, sinceMicros + A_DAY_MICROS), sinceMicros + span);
    }

    /** The other version has spent permits, whether or not they are there. */
    void charge(long permits, long atMicros) {
        switch (Sections.kind(data[0])) {
            case Sections.SLIDING_WINDOW -> data = SlidingWindow.charged(data, permits, atMicros);
            case Sections.TOKEN_BUCKET -> TokenBucket.charge(data, bucket(), permits, atMicros);
            default -> FixedWindow.charge(data, permits, atMicros);
        }
    }

    private long spent(long atMicros) {
        return switch (Sections.kind(data[0])) {
            case Sections.SLIDING_WINDOW -> SlidingWindow.spent(data, atMicros);
            case Sections.TOKEN_BUCKET -> TokenBucket.spent(data, bucket(), atMicros);
            default -> FixedWindow.spent(data, atMicros);
        };
    }

    private long spanMicros() {
        return switch (Sections.kind(data[0])) {
            case Sections.SLIDING_WINDOW -> SlidingWindow.spanMicros(data);
            case Sections.TOKEN_BUCKET -> bucket().spanMicros();
            default -> FixedWindow.spanMicros(data);
        };
    }

    private TokenBucket.Shape bucket() {
        if (shape == null) {
            throw new IllegalStateException("a section that is no bucket has no shape");
        }
        return shape.key();
    }

    void moveBack(long micros) {
        Sections.moveBack(data, micros);
        sinceMicros -= micros;
    }
}
