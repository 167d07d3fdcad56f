package dev.botsentinel.storage.tests;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.RateLimit;

/**
 * What the reference keeps of another version of a limit than the one used last, while both are in use. Immutable.
 *
 * @param state what both have spent, counted as this version counts
 * @param sinceMicros when the version used last took over
 * @param before the permits that this version had spent by then, if the other one doesn't count them yet
 */
record OtherVersion(LimitState state, long sinceMicros, long before) {

    /** Keeps the state of a version that another one takes over from. */
    static OtherVersion of(LimitState state, RateLimit by, long timeMicros) {
        boolean keepsStamps = state instanceof LimitState.Stamps && by.algorithm() == Algorithm.SLIDING_WINDOW;
        long spent = keepsStamps ? 0 : state.spentAt(timeMicros);
        boolean mayBeOld = LimitState.spanMicros(by) < state.spanMicros();
        return new OtherVersion(state, timeMicros, mayBeOld ? Math.min(spent, 1) : spent);
    }

    OtherVersion charged(long permits, long timeMicros) {
        return new OtherVersion(state.charged(permits, timeMicros), sinceMicros, before);
    }

    OtherVersion movedBack(long micros) {
        return new OtherVersion(state.movedBack(micros), sinceMicros - micros, before);
    }

    /** From when on this version is no longer in use: its state has ended, or it has not been used for a day. */
    long endMicros() {
        if (state.spanMicros() >= LimitState.CALENDAR) {
            return state.endMicros();
        }
        return Math.max(Math.min(state.endMicros(), sinceMicros + TraceMicros.DAY), sinceMicros + state.spanMicros());
    }
}
