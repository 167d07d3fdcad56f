package dev.botsentinel.memory;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.RateLimit;

/** A count in a window aligned to the epoch. It survives a change of {@code permits}, not one of {@code per}. */
final class FixedWindow extends LimitState {

    private long perMicros;
    private long startMicros;
    private long spent;

    FixedWindow(String key) {
        super(key);
    }

    @Override
    boolean fits(RateLimit limit) {
        return limit.algorithm() == Algorithm.FIXED_WINDOW;
    }

    @Override
    long available(RateLimit limit, long atMicros) {
        return Math.max(0, limit.permits() - spentIn(start(limit, atMicros), limit));
    }

    @Override
    long readyAt(RateLimit limit, long atMicros) {
        return start(limit, atMicros) + limit.perMicros();
    }

    @Override
    void take(RateLimit limit, long atMicros) {
        long start = start(limit, atMicros);
        spent = spentIn(start, limit) + limit.cost();
        startMicros = start;
        perMicros = limit.perMicros();
    }

    /** Only of the current window. */
    @Override
    int giveBack(RateLimit limit, int permits, long atMicros) {
        int back = (int) Math.min(permits, spentIn(start(limit, atMicros), limit));
        spent -= back;
        return back;
    }

    @Override
    long endMicros() {
        return startMicros + perMicros;
    }

    private long spentIn(long start, RateLimit limit) {
        return start == startMicros && limit.perMicros() == perMicros ? spent : 0;
    }

    private static long start(RateLimit limit, long atMicros) {
        long per = limit.perMicros();
        return Math.floorDiv(atMicros, per) * per;
    }
}
