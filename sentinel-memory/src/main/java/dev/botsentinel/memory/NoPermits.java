package dev.botsentinel.memory;

import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;

/** A limit of 0 permits: it refuses always and counts nothing, whatever it was before. Immutable. */
final class NoPermits extends LimitCounter {

    NoPermits(AppliedLimit applied, KeyNumbers.Assigned number) {
        super(applied, number, Sections.FIXED_WINDOW);
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
