package dev.botsentinel.memory;

import java.util.Arrays;

/**
 * The layout of a cell's state: sections in one array of longs, one for each limit that something was spent of and each
 * list of seen values.
 */
/*
 * One array instead of an object per limit, because a decision over many users costs as much as the cache misses that
 * depend on each other: the cell, then its array, and all that a plan examines is there. An object per limit with a ring
 * of its own took 190 bytes more per user (HeapPerUser: 501 then, 288 now).
 *
 * A section begins with its header, which says what it is and how long: whoever doesn't know a section can step over it.
 *
 *     63      32 31  30 29    20 19   10 9     0
 *     [ number ] [kind] [length] [first] [size ]
 *
 * number  of the limit's key, see KeyNumbers; of a list, which of the owner's lists it is
 * length  of the section in longs, header included; at most 1,002
 * first   of a ring, the place of its oldest stamp
 * size    how many stamps or values are there
 *
 * The sections of an array never move: to add one, to let one grow or to drop those that have ended, another array is made.
 * So a place found while a plan is examined holds until somebody replaces the array. An owner's state settles at the
 * lengths that its traffic needs; then nothing is allocated any more.
 */
final class Sections {

    static final long[] NONE = {};

    static final int SEEN = 0;
    static final int SLIDING_WINDOW = 1;
    static final int TOKEN_BUCKET = 2;
    static final int FIXED_WINDOW = 3;

    private static final int NUMBER_SHIFT = 32;
    private static final int KIND_SHIFT = 30;
    private static final int LENGTH_SHIFT = 20;
    private static final int FIRST_SHIFT = 10;
    private static final int FIELD = 0x3FF;
    private static final int KIND = 3;

    private Sections() {}

    /** The part of a header that says which section it is. */
    static long tag(int kind, int number) {
        return (long) number << NUMBER_SHIFT | (long) kind << KIND_SHIFT;
    }

    static int kind(long header) {
        return (int) (header >>> KIND_SHIFT) & KIND;
    }

    static int number(long header) {
        return (int) (header >>> NUMBER_SHIFT);
    }

    static int length(long header) {
        return (int) (header >>> LENGTH_SHIFT) & FIELD;
    }

    static int first(long header) {
        return (int) (header >>> FIRST_SHIFT) & FIELD;
    }

    static int size(long header) {
        return (int) header & FIELD;
    }

    /** The header with these in place of its ring's. */
    static long with(long header, int first, int size) {
        return (header & -(1L << LENGTH_SHIFT)) | ((long) first << FIRST_SHIFT) | size;
    }

    /** Where the section begins; -1 if there is none. */
    static int find(long[] data, long tag) {
        int at = 0;
        while (at < data.length) {
            long header = data[at];
            if ((header ^ tag) >>> KIND_SHIFT == 0) {
                return at;
            }
            at += (int) (header >>> LENGTH_SHIFT) & FIELD;
        }
        return -1;
    }

    /**
     * A copy with a new section at its end, all zeros but for its header, and without the one that it replaces: that of the
     * same list, or of the same limit whatever its kind was. Sections that have ended are left out too.
     */
    static long[] append(long[] data, long tag, int length, long atMicros) {
        int kept = 0;
        for (int at = 0; at < data.length; at += length(data[at])) {
            kept += stays(data, at, tag, atMicros) ? length(data[at]) : 0;
        }
        long[] copy = new long[kept + length];
        int end = copy(data, copy, tag, atMicros);
        if (length > 0) {
            copy[end] = tag | (long) length << LENGTH_SHIFT;
        }
        return copy;
    }

    /** A limit's section, of whatever kind; -1 if there is none. */
    static int findLimit(long[] data, int number) {
        for (int at = 0; at < data.length; at += length(data[at])) {
            if (number(data[at]) == number && kind(data[at]) != SEEN) {
                return at;
            }
        }
        return -1;
    }

    /** One section alone. */
    static long[] copyOf(long[] data, int section) {
        return Arrays.copyOfRange(data, section, section + length(data[section]));
    }

    /** A copy with a section that is alone in its array, in place of the same limit's. */
    static long[] with(long[] data, long[] section, long atMicros) {
        long[] copy = append(data, section[0], section.length, atMicros);
        System.arraycopy(section, 0, copy, copy.length - section.length, section.length);
        return copy;
    }

    /** A copy without a limit's section. */
    static long[] without(long[] data, long tag) {
        long[] copy = append(data, tag, 0, Long.MIN_VALUE);
        return copy.length == 0 ? NONE : copy;
    }

    private static int copy(long[] data, long[] into, long tag, long atMicros) {
        int end = 0;
        for (int at = 0; at < data.length; at += length(data[at])) {
            if (stays(data, at, tag, atMicros)) {
                System.arraycopy(data, at, into, end, length(data[at]));
                end += length(data[at]);
            }
        }
        return end;
    }

    private static boolean stays(long[] data, int section, long replacedBy, long atMicros) {
        long header = data[section];
        boolean sameKind = kind(header) == kind(replacedBy);
        boolean bothLimits = kind(header) != SEEN && kind(replacedBy) != SEEN;
        boolean isReplaced = number(header) == number(replacedBy) && (sameKind || bothLimits);
        return !isReplaced && endMicros(data, section) > atMicros;
    }

    /** From when on all sections are as good as none. */
    static long endMicros(long[] data) {
        long end = Long.MIN_VALUE;
        for (int at = 0; at < data.length; at += length(data[at])) {
            end = Math.max(end, endMicros(data, at));
        }
        return end;
    }

    /** The same of the limits' sections alone. */
    static long limitsEndMicros(long[] data) {
        long end = Long.MIN_VALUE;
        for (int at = 0; at < data.length; at += length(data[at])) {
            end = kind(data[at]) == SEEN ? end : Math.max(end, endMicros(data, at));
        }
        return end;
    }

    /** Moves all instants back. */
    static void moveBack(long[] data, long micros) {
        for (int at = 0; at < data.length; at += length(data[at])) {
            switch (kind(data[at])) {
                case SLIDING_WINDOW -> SlidingWindow.moveBack(data, at, micros);
                case TOKEN_BUCKET -> TokenBucket.moveBack(data, at, micros);
                case FIXED_WINDOW -> FixedWindow.moveBack(data, at, micros);
                default -> SeenList.moveBack(data, at, micros);
            }
        }
    }

    /** From when on a section is as good as none. */
    static long endMicros(long[] data, int section) {
        return switch (kind(data[section])) {
            case SLIDING_WINDOW -> SlidingWindow.endMicros(data, section);
            case TOKEN_BUCKET -> TokenBucket.endMicros(data, section);
            case FIXED_WINDOW -> FixedWindow.endMicros(data, section);
            default -> SeenList.endMicros(data, section);
        };
    }
}
