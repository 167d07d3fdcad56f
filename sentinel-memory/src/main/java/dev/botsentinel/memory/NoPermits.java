package dev.botsentinel.memory;

import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;

/** A limit of 0 permits: it refuses always and counts nothing, whatever it was before. Immutable. */
final class NoPermits extends LimitCounter {

    /** Of no section: windows have a length. */
    private static final long NO_VERSION = 0;

    NoPermits(AppliedLimit applied, KeyNumbers.Assigned<String> number) {
        super(applied, number, Sections.FIXED_WINDOW, NO_VERSION, ALL_BITS);
    }

    @Override
    int findStart(long[] data) {
        return NO_SECTION;
    }

    @Override
    long spanMicros() {
        return 0;
    }

    @Override
    long available(long[] data, int section, long atMicros) {
        return 0;
    }

    @Override
    long readyAt(long[] data, int section, long atMicros) {
        return Verdict.NEVER;
    }

    @Override
    long[] spend(long[] data, int section, int available, long atMicros) {
        throw new IllegalStateException("nothing can be spent of a limit without permits");
    }

    @Override
    int giveBack(long[] data, int section, int permits, long atMicros) {
        return 0;
    }
}
