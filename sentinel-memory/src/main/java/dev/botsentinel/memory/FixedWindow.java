package dev.botsentinel.memory;

import dev.botsentinel.policy.AppliedLimit;

/**
 * Counts in windows aligned to the epoch. A count survives a change of {@code permits}, not one of {@code per}. Its
 * section: the window's length, its start, what is spent in it. Immutable.
 */
final class FixedWindow extends LimitCounter {

    private static final int PER = 1;
    private static final int START = 2;
    private static final int SPENT = 3;
    private static final int LENGTH = 4;

    private final int permits;
    private final long perMicros;

    FixedWindow(AppliedLimit applied, KeyNumbers.Assigned number) {
        super(applied, number, Sections.FIXED_WINDOW);
        this.permits = applied.limit().permits();
        this.perMicros = applied.limit().perMicros();
    }

    @Override
    long available(long[] data, int section, long atMicros) {
        return Math.max(0, permits - spentIn(data, section, start(atMicros)));
    }

    @Override
    long readyAt(long[] data, int section, long atMicros) {
        return start(atMicros) + perMicros;
    }

    @Override
    long[] withRoom(long[] data, int section, long atMicros) {
        return section == FULL ? Sections.append(data, tag, LENGTH, atMicros) : data;
    }

    @Override
    long spend(long[] data, int section, long atMicros) {
        long start = start(atMicros);
        data[section + SPENT] = spentIn(data, section, start) + cost;
        data[section + START] = start;
        data[section + PER] = perMicros;
        return start + perMicros;
    }

    /** Only of the current window. */
    @Override
    int giveBack(long[] data, int section, int permits, long atMicros) {
        int back = (int) Math.min(permits, spentIn(data, section, start(atMicros)));
        data[section + SPENT] -= back;
        return back;
    }

    static long endMicros(long[] data, int section) {
        return data[section + START] + data[section + PER];
    }

    private long spentIn(long[] data, int section, long start) {
        return start == data[section + START] && perMicros == data[section + PER] ? data[section + SPENT] : 0;
    }

    private long start(long atMicros) {
        return Math.floorDiv(atMicros, perMicros) * perMicros;
    }
}
