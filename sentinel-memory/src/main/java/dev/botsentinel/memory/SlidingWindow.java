package dev.botsentinel.memory;

import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.RateLimit;

/**
 * An exact sliding window: a ring of the instants at which permits were spent, oldest first, one per permit. It grows as
 * needed, to {@code permits} at most (1,000). Its section: how long stamps stay, then the ring. Immutable.
 *
 * <p>Stamps that have left stay in the ring until it is full. How many those are is found by binary search, O(log permits),
 * and only if the oldest has left.
 *
 * <p>A stamp stays for the {@code per} in force when it was written or for today's, whichever is shorter: a window that
 * grows doesn't call back what had left.
 */
final class SlidingWindow extends LimitCounter {

    private static final int STAYS = VERSION;
    private static final int RING = 2;
    private static final int SMALLEST = 4;

    private final int permits;
    private final long perMicros;

    SlidingWindow(AppliedLimit applied, KeyNumbers.Assigned<String> number) {
        super(applied, number, Sections.SLIDING_WINDOW, applied.limit().perMicros(), ALL_BITS);
        this.permits = applied.limit().permits();
        this.perMicros = applied.limit().perMicros();
    }

    @Override
    long spanMicros() {
        return perMicros;
    }

    @Override
    long available(long[] data, int section, long atMicros) {
        long left = atMicros - Math.min(data[section + STAYS], perMicros);
        return Math.max(0, permits - Sections.size(data[section]) + notAfter(data, section, left));
    }

    @Override
    long readyAt(long[] data, int section, long atMicros) {
        int gone = gone(data, section, atMicros);
        int tooMany = Sections.size(data[section]) - gone + cost - permits;
        return stamp(data, section, gone + tooMany - 1) + Math.min(data[section + STAYS], perMicros);
    }

    /** The stamps that have left are forgotten: as many as there are more than is spent. */
    @Override
    long[] spend(long[] data, int section, int available, long atMicros) {
        if (section == NO_SECTION) {
            int places = Math.max(cost, Math.min(permits, SMALLEST));
            long[] room = Sections.append(data, tag, RING + places, atMicros);
            add(room, room.length - RING - places, places, 0, 0, atMicros);
            return room;
        }
        long header = data[section];
        int spent = permits - available;
        int places = Sections.length(header) - RING;
        int first = Sections.first(header) + Sections.size(header) - spent;
        first = first < places ? first : first - places;
        if (spent + cost <= places) {
            add(data, section, places, first, spent, atMicros);
            return data;
        }
        data[section] = Sections.with(header, first, spent);
        int more = Math.max(spent + cost, Math.min(permits, 2 * places));
        long[] room = Sections.append(data, tag, RING + more, atMicros);
        int moved = room.length - RING - more;
        for (int i = 0; i < spent; i++) {
            room[moved + RING + i] = stamp(data, section, i);
        }
        add(room, moved, more, 0, spent, atMicros);
        return room;
    }

    /** Adds the cost to the ring, which has room for it. */
    private void add(long[] data, int section, int places, int first, int size, long atMicros) {
        for (int i = size; i < size + cost; i++) {
            int place = first + i;
            data[section + RING + (place < places ? place : place - places)] = atMicros;
        }
        data[section] = Sections.with(data[section], first, size + cost);
        data[section + STAYS] = perMicros;
    }

    /** The newest stamps go. */
    @Override
    int giveBack(long[] data, int section, int permits, long atMicros) {
        int size = Sections.size(data[section]);
        int back = Math.min(permits, size - gone(data, section, atMicros));
        data[section] = Sections.with(data[section], Sections.first(data[section]), size - back);
        return back;
    }

    static long endMicros(long[] data, int section) {
        int size = Sections.size(data[section]);
        return size == 0 ? Long.MIN_VALUE : stamp(data, section, size - 1) + data[section + STAYS];
    }

    // Of another version, see LimitVersion

    static long spanMicros(long[] data) {
        return data[STAYS];
    }

    static int spent(long[] data, long atMicros) {
        return Sections.size(data[0]) - notAfter(data, 0, atMicros - data[STAYS]);
    }

    /** No limit looks at more than its newest {@link RateLimit#MAX_SLIDING_PERMITS} stamps. */
    static long[] charged(long[] data, long permits, long atMicros) {
        int more = (int) Math.min(permits, RateLimit.MAX_SLIDING_PERMITS);
        int kept = Math.min(spent(data, atMicros), RateLimit.MAX_SLIDING_PERMITS - more);
        long tag = data[0] & -(1L << 30);
        long[] charged = Sections.append(Sections.NONE, tag, RING + kept + more, atMicros);
        for (int i = 0; i < kept + more; i++) {
            charged[RING + i] = i < kept ? stamp(data, 0, Sections.size(data[0]) - kept + i) : atMicros;
        }
        charged[STAYS] = data[STAYS];
        charged[0] += kept + more;
        return charged;
    }

    static void moveBack(long[] data, int section, long micros) {
        int size = Sections.size(data[section]);
        for (int i = 0; i < size; i++) {
            data[place(data, section, i)] -= micros;
        }
    }

    /** How many stamps have left the half-open window that ends at this instant. */
    private int gone(long[] data, int section, long atMicros) {
        return notAfter(data, section, atMicros - Math.min(data[section + STAYS], perMicros));
    }

    /** How many stamps are not after this instant. */
    private static int notAfter(long[] data, int section, long left) {
        long header = data[section];
        int first = Sections.first(header);
        int places = Sections.length(header) - RING;
        int low = 0;
        int high = Sections.size(header);
        if (high == 0 || data[section + RING + first] > left) {
            return 0;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            int place = first + middle;
            if (data[section + RING + (place < places ? place : place - places)] <= left) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static long stamp(long[] data, int section, int index) {
        return data[place(data, section, index)];
    }

    private static int place(long[] data, int section, int index) {
        long header = data[section];
        int places = Sections.length(header) - RING;
        int place = Sections.first(header) + index;
        return section + RING + (place < places ? place : place - places);
    }
}
