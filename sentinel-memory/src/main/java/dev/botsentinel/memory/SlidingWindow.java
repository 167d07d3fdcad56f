package dev.botsentinel.memory;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.RateLimit;
import java.util.Arrays;

/**
 * An exact sliding window: a ring of the instants at which permits were spent, oldest first, one per permit. It grows as
 * needed, to {@code permits} at most (1,000), and reuses the places of stamps that have left. What has left is found by
 * binary search, so that asking changes nothing: O(log permits).
 *
 * <p>A stamp stays for the {@code per} in force when it was written or for today's, whichever is shorter: a window that
 * grows doesn't call back what had left.
 */
final class SlidingWindow extends LimitState {

    private static final long[] NONE = {};
    private static final int SMALLEST = 4;

    private long[] ring = NONE;
    private int head;
    private int size;
    private long staysMicros = Long.MAX_VALUE;

    SlidingWindow(String key) {
        super(key);
    }

    @Override
    boolean fits(RateLimit limit) {
        return limit.algorithm() == Algorithm.SLIDING_WINDOW;
    }

    @Override
    long available(RateLimit limit, long atMicros) {
        return Math.max(0, limit.permits() - live(limit, atMicros));
    }

    @Override
    long readyAt(RateLimit limit, long atMicros) {
        int tooMany = live(limit, atMicros) + limit.cost() - limit.permits();
        int lastToLeave = gone(limit, atMicros) + tooMany - 1;
        return stamp(lastToLeave) + stays(limit);
    }

    @Override
    void take(RateLimit limit, long atMicros) {
        forget(gone(limit, atMicros));
        reserve(limit);
        for (int i = 0; i < limit.cost(); i++) {
            ring[place(size++)] = atMicros;
        }
        staysMicros = limit.perMicros();
    }

    /** The newest stamps go. */
    @Override
    int giveBack(RateLimit limit, int permits, long atMicros) {
        int back = Math.min(permits, live(limit, atMicros));
        size -= back;
        return back;
    }

    @Override
    long endMicros() {
        return size == 0 ? Long.MIN_VALUE : stamp(size - 1) + staysMicros;
    }

    private long stays(RateLimit limit) {
        return Math.min(staysMicros, limit.perMicros());
    }

    private int live(RateLimit limit, long atMicros) {
        return size - gone(limit, atMicros);
    }

    /** How many stamps have left the half-open window that ends at this instant. */
    private int gone(RateLimit limit, long atMicros) {
        long left = atMicros - stays(limit);
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (stamp(middle) <= left) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void forget(int count) {
        size -= count;
        head = size == 0 ? 0 : place(count);
    }

    private void reserve(RateLimit limit) {
        int needed = size + limit.cost();
        if (needed > ring.length) {
            int roomy = Math.min(limit.permits(), Math.max(SMALLEST, 2 * ring.length));
            long[] larger = new long[Math.max(needed, roomy)];
            for (int i = 0; i < size; i++) {
                larger[i] = stamp(i);
            }
            ring = larger;
            head = 0;
        }
    }

    private long stamp(int index) {
        return ring[place(index)];
    }

    private int place(int index) {
        int place = head + index;
        return place < ring.length ? place : place - ring.length;
    }

    @Override
    public String toString() {
        return "SlidingWindow[" + size + " of " + Arrays.toString(ring) + "]";
    }
}
