package dev.botsentinel.memory;

import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.RateLimit;

/**
 * Counts in windows aligned to the epoch, or in those of a calendar. A count survives a change of {@code permits}, not one
 * of what the windows are. Its section: which windows, the end of the one that it counts in, what is spent. Immutable but
 * for the window last looked at.
 */
final class FixedWindow extends LimitCounter {

    /** Longer than each duration: what the windows of calendars are for. */
    static final long CALENDAR = 1L << 52;

    private static final int WINDOWS = VERSION;
    private static final int END = 2;
    private static final int SPENT = 3;
    private static final int LENGTH = 4;

    private final RateLimit limit;
    private final int permits;
    private final long windowId;
    /** Of calendars only: finding one takes a microsecond, and it lasts a day at least. */
    private volatile Window latest = new Window(0, 0);

    private record Window(long startMicros, long endMicros) {}

    FixedWindow(AppliedLimit applied, KeyNumbers.Assigned<String> number) {
        super(applied, number, Sections.FIXED_WINDOW, applied.limit().windowId(), ALL_BITS);
        this.limit = applied.limit();
        this.permits = limit.permits();
        this.windowId = limit.windowId();
    }

    @Override
    long spanMicros() {
        return Math.min(windowId, CALENDAR);
    }

    @Override
    long available(long[] data, int section, long atMicros) {
        return Math.max(0, permits - spentIn(data, section, atMicros));
    }

    @Override
    long readyAt(long[] data, int section, long atMicros) {
        return end(data, section, atMicros);
    }

    @Override
    long[] spend(long[] data, int section, int available, long atMicros) {
        if (section == NO_SECTION) {
            long[] room = Sections.append(data, tag, LENGTH, atMicros);
            return spend(room, room.length - LENGTH, available, atMicros);
        }
        long end = end(data, section, atMicros);
        data[section + SPENT] = spentIn(data, section, atMicros) + cost;
        data[section + END] = end;
        data[section + WINDOWS] = windowId;
        return data;
    }

    /** Only of the current window. */
    @Override
    int giveBack(long[] data, int section, int permits, long atMicros) {
        int back = (int) Math.min(permits, spentIn(data, section, atMicros));
        data[section + SPENT] -= back;
        return back;
    }

    static long endMicros(long[] data, int section) {
        return data[section + END];
    }

    // Of another version, see LimitVersion

    static long spanMicros(long[] data) {
        return Math.min(data[WINDOWS], CALENDAR);
    }

    static long spent(long[] data, long atMicros) {
        return atMicros < data[END] ? data[SPENT] : 0;
    }

    /** A calendar's window is gone once it has ended. */
    static void charge(long[] data, long permits, long atMicros) {
        data[SPENT] = Math.min(spent(data, atMicros) + permits, Integer.MAX_VALUE);
        if (atMicros >= data[END]) {
            data[END] = (Math.floorDiv(atMicros, data[WINDOWS]) + 1) * data[WINDOWS];
        }
    }

    static void moveBack(long[] data, int section, long micros) {
        data[section + END] -= micros;
    }

    private long spentIn(long[] data, int section, long atMicros) {
        return isCurrent(data, section, atMicros) ? data[section + SPENT] : 0;
    }

    private long end(long[] data, int section, long atMicros) {
        return isCurrent(data, section, atMicros) ? data[section + END] : end(atMicros);
    }

    /** No time before the window is ever asked about. */
    private boolean isCurrent(long[] data, int section, long atMicros) {
        return windowId == data[section + WINDOWS] && atMicros < data[section + END];
    }

    private long end(long atMicros) {
        if (limit.calendar() == null) {
            return Math.floorDiv(atMicros, windowId) * windowId + windowId;
        }
        Window window = latest;
        if (atMicros < window.startMicros || atMicros >= window.endMicros) {
            window = new Window(limit.windowStartMicros(atMicros), limit.windowEndMicros(atMicros));
            latest = window;
        }
        return window.endMicros;
    }
}
