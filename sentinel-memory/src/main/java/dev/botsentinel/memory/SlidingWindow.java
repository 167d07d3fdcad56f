package dev.botsentinel.memory;

import dev.botsentinel.policy.AppliedLimit;

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

    private static final int STAYS = 1;
    private static final int RING = 2;
    private static final int SMALLEST = 4;

    private final int permits;
    private final long perMicros;

    SlidingWindow(AppliedLimit applied, KeyNumbers.Assigned number) {
        super(applied, number, Sections.SLIDING_WINDOW);
        this.permits = applied.limit().permits();
        this.perMicros = applied.limit().perMicros();
    }

    @Override
    long available(long[] data, int section, long atMicros) {
        return Math.max(0, permits - Sections.size(data[section]) + gone(data, section, atMicros));
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

    static void moveBack(long[] data, int section, long micros) {
        int size = Sections.size(data[section]);
        for (int i = 0; i < size; i++) {
            data[place(data, section, i)] -= micros;
        }
    }

    /** How many stamps have left the half-open window that ends at this instant. */
    private int gone(long[] data, int section, long atMicros) {
        long left = atMicros - Math.min(data[section + STAYS], perMicros);
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
