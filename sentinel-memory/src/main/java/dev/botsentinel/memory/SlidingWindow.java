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

    private static final int STAYS = 1;
    private static final int RING = 2;
    private static final int SMALLEST = 4;

    private final int permits;
    private final long perMicros;

    SlidingWindow(AppliedLimit applied, KeyNumbers.Assigned<String> number) {
        super(applied, number, Sections.SLIDING_WINDOW);
        this.permits = applied.limit().permits();
        this.perMicros = applied.limit().perMicros();
    }

    @Override
    int find(long[] data) {
        int section = Sections.find(data, tag);
        return section >= 0 && data[section + STAYS] == perMicros ? section : FULL;
    }

    @Override
    long spanMicros() {
        return perMicros;
    }

    @Override
    long available(long[] data, int section, long atMicros) {
        return Math.max(0, permits - (Sections.size(data[section]) - gone(data, section, atMicros)));
    }

    @Override
    long readyAt(long[] data, int section, long atMicros) {
        int gone = gone(data, section, atMicros);
        int tooMany = Sections.size(data[section]) - gone + cost - permits;
        return stamp(data, section, gone + tooMany - 1) + Math.min(data[section + STAYS], perMicros);
    }

    @Override
    long[] withRoom(long[] data, int section, long atMicros) {
        if (section == FULL) {
            int length = RING + Math.max(cost, Math.min(permits, SMALLEST));
            long[] room = Sections.append(data, tag, length, atMicros);
            room[room.length - length + STAYS] = perMicros;
            return room;
        }
        long header = data[section];
        int places = Sections.length(header) - RING;
        int needed = Sections.size(header) + cost;
        if (needed > places || data[section + STAYS] != perMicros) {
            forget(data, section, gone(data, section, atMicros));
            needed = Sections.size(data[section]) + cost;
        }
        return needed <= places
                ? data
                : grown(data, section, Math.max(needed, Math.min(permits, 2 * places)), atMicros);
    }

    @Override
    long spend(long[] data, int section, long atMicros) {
        long header = data[section];
        int size = Sections.size(header);
        for (int i = 0; i < cost; i++) {
            data[place(data, section, size + i)] = atMicros;
        }
        data[section] = header + cost; // the size is the header's last field
        data[section + STAYS] = perMicros;
        return atMicros + perMicros;
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

    private long[] grown(long[] data, int section, int places, long atMicros) {
        long[] grown = Sections.append(data, tag, RING + places, atMicros);
        int size = Sections.size(data[section]);
        int to = grown.length - places;
        for (int i = 0; i < size; i++) {
            grown[to + i] = stamp(data, section, i);
        }
        grown[to - RING + STAYS] = data[section + STAYS];
        grown[to - RING] += size;
        return grown;
    }

    /** How many stamps have left the half-open window that ends at this instant. */
    private int gone(long[] data, int section, long atMicros) {
        return notAfter(data, section, atMicros - Math.min(data[section + STAYS], perMicros));
    }

    /** How many stamps are not after this instant. */
    private static int notAfter(long[] data, int section, long left) {
        long header = data[section];
        int low = 0;
        int high = Sections.size(header);
        if (high == 0 || data[section + RING + Sections.first(header)] > left) {
            return 0;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (stamp(data, section, middle) <= left) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static void forget(long[] data, int section, int count) {
        long header = data[section];
        int size = Sections.size(header) - count;
        int first = size == 0 ? 0 : place(data, section, count) - section - RING;
        data[section] = Sections.with(header, first, size);
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
