package dev.botsentinel.memory;

import dev.botsentinel.store.StoredItem;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values an owner has shown and until when each is remembered, in order of first sighting. Pairs of longs in an array
 * that grows as needed; forgotten ones make room for new ones. At most 64 pairs, so searching means looking at all.
 * Guarded by its cell's lock.
 */
final class SeenValues {

    /** What {@link #seenUntil} answers about a value that isn't remembered. */
    static final long NOT_SEEN = Long.MIN_VALUE;

    private static final long[] NONE = {};

    /** Which of the owner's lists this is. */
    final int list;

    /** The owner's next list, in no order; null for the last. */
    final @Nullable SeenValues next;

    private long[] pairs = NONE;
    private int length;

    SeenValues(int list, @Nullable SeenValues next) {
        this.list = list;
        this.next = next;
    }

    /** Until when the value is remembered. */
    long seenUntil(long value, long atMicros) {
        for (int i = 0; i < length; i += 2) {
            if (pairs[i] == value && pairs[i + 1] > atMicros) {
                return pairs[i + 1];
            }
        }
        return NOT_SEEN;
    }

    /** Remembers a value; a full list forgets the one first seen the longest ago. */
    void add(long value, long untilMicros, long atMicros, int capacity) {
        forget(atMicros);
        if (length == 2 * capacity) {
            System.arraycopy(pairs, 2, pairs, 0, length - 2);
            length -= 2;
        }
        if (length == pairs.length) {
            pairs = Arrays.copyOf(pairs, Math.min(2 * capacity, length + Math.max(2, (length >> 2) << 1)));
        }
        pairs[length] = value;
        pairs[length + 1] = untilMicros;
        length += 2;
    }

    void tell(KeptThings into) {
        for (int i = 0; i < length; i += 2) {
            into.add(StoredItem.Kind.SEEN, "", Long.toHexString(pairs[i]), pairs[i + 1]);
        }
    }

    private void forget(long atMicros) {
        int kept = 0;
        for (int i = 0; i < length; i += 2) {
            if (pairs[i + 1] > atMicros) {
                pairs[kept] = pairs[i];
                pairs[kept + 1] = pairs[i + 1];
                kept += 2;
            }
        }
        length = kept;
    }
}
