package dev.botsentinel.memory;

import dev.botsentinel.store.StoredItem;

/**
 * The values that an owner has shown, fingerprints or update ids, and until when each is remembered, in order of first
 * sighting. Its section: pairs of longs. At most 64 pairs, so searching means looking at all. The cell is locked.
 */
final class SeenList {

    /** What {@link #seenUntil} answers about a value that isn't remembered. */
    static final long NOT_SEEN = Long.MIN_VALUE;

    private static final int PAIRS = 1;

    private SeenList() {}

    /** Until when the value is remembered. */
    static long seenUntil(long[] data, int section, long value, long atMicros) {
        int end = section + PAIRS + 2 * Sections.size(data[section]);
        for (int i = section + PAIRS; i < end; i += 2) {
            if (data[i] == value && data[i + 1] > atMicros) {
                return data[i + 1];
            }
        }
        return NOT_SEEN;
    }

    /**
     * Remembers a value that isn't remembered; forgets those that have ended and, in a full list, the one first seen the
     * longest ago.
     *
     * @param section where the list is; -1 if there is none
     * @param tag of the list
     * @param capacity how many values it may have
     * @return the same array if there was room, else another, in which the list is the last section
     */
    static long[] add(long[] data, int section, long tag, int capacity, long value, long untilMicros, long atMicros) {
        if (section < 0) {
            long[] room = Sections.append(data, tag, PAIRS + 2, atMicros);
            append(room, room.length - PAIRS - 2, 0, value, untilMicros);
            return room;
        }
        int size = forget(data, section, atMicros);
        if (size == capacity) {
            System.arraycopy(data, section + PAIRS + 2, data, section + PAIRS, 2 * --size);
        } else if (PAIRS + 2 * size == Sections.length(data[section])) {
            int length = PAIRS + 2 * Math.min(capacity, size + Math.max(1, size >> 1));
            long[] room = Sections.append(data, tag, length, atMicros);
            System.arraycopy(data, section + PAIRS, room, room.length - length + PAIRS, 2 * size);
            append(room, room.length - length, size, value, untilMicros);
            return room;
        }
        append(data, section, size, value, untilMicros);
        return data;
    }

    private static void append(long[] data, int section, int size, long value, long untilMicros) {
        int end = section + PAIRS + 2 * size;
        data[end] = value;
        data[end + 1] = untilMicros;
        data[section] = Sections.with(data[section], 0, size + 1);
    }

    /** Forgets a value, if it is there; the others keep their order. */
    static void remove(long[] data, int section, long value) {
        int end = end(data, section);
        int kept = section + PAIRS;
        for (int i = kept; i < end; i += 2) {
            if (data[i] != value) {
                data[kept] = data[i];
                data[kept + 1] = data[i + 1];
                kept += 2;
            }
        }
        data[section] -= (end - kept) >> 1; // the size is the header's last field
    }

    static long endMicros(long[] data, int section) {
        long latest = Long.MIN_VALUE;
        for (int i = section + PAIRS; i < end(data, section); i += 2) {
            latest = Math.max(latest, data[i + 1]);
        }
        return latest;
    }

    static void moveBack(long[] data, int section, long micros) {
        for (int i = section + PAIRS; i < end(data, section); i += 2) {
            data[i + 1] -= micros;
        }
    }

    static void tell(long[] data, int section, StoredItems into) {
        for (int i = section + PAIRS; i < end(data, section); i += 2) {
            into.add(StoredItem.Kind.SEEN, "", Long.toHexString(data[i]), data[i + 1]);
        }
    }

    /** Forgets what has ended; how many are left. */
    private static int forget(long[] data, int section, long atMicros) {
        long header = data[section];
        int end = section + PAIRS + 2 * Sections.size(header);
        int kept = section + PAIRS;
        for (int i = kept; i < end; i += 2) {
            if (data[i + 1] > atMicros) {
                data[kept] = data[i];
                data[kept + 1] = data[i + 1];
                kept += 2;
            }
        }
        data[section] = header - ((end - kept) >> 1); // the size is the header's last field
        return (kept - section - PAIRS) >> 1;
    }

    private static int end(long[] data, int section) {
        return section + PAIRS + 2 * Sections.size(data[section]);
    }
}
