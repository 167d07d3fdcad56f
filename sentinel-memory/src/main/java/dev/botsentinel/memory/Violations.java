package dev.botsentinel.memory;

import dev.botsentinel.policy.Escalation;
import java.util.Arrays;

/**
 * A subject's violations and its place on the ladder of blocks. A violation is no admitted plan and writes no time, so
 * with a clock that steps back they need not come in order; there are at most 1,000, and each is looked at. Guarded by
 * its cell's lock.
 */
final class Violations {

    private static final long[] NONE = {};

    private long[] stamps = NONE;
    private int count;
    private long violationsStayMicros;
    private int rung;
    private long rungStaysMicros;
    private long lastViolationMicros = Long.MIN_VALUE;
    private long blockEndMicros = Long.MIN_VALUE;

    /**
     * Counts a violation.
     *
     * @param jitterDraw what was drawn for the update
     * @return the end of the block that it leads to; 0 if it leads to none
     */
    long add(Escalation escalation, int jitterDraw, long atMicros) {
        if (rung > 0 && atMicros >= quietSinceMicros() + Math.min(rungStaysMicros, escalation.forgetAfterMicros())) {
            rung = 0;
        }
        long withinMicros = escalation.withinMicros();
        forget(atMicros - Math.min(violationsStayMicros, withinMicros));
        violationsStayMicros = withinMicros;
        rungStaysMicros = escalation.forgetAfterMicros();
        lastViolationMicros = Math.max(lastViolationMicros, atMicros);
        if (count + 1 < escalation.violations()) {
            remember(atMicros);
            return 0;
        }
        stamps = NONE;
        count = 0;
        blockEndMicros = atMicros + escalation.blockMicros(rung++, jitterDraw);
        return blockEndMicros;
    }

    /** The block was lifted: it counts as ended now, the rung stays. */
    void blockLifted(long atMicros) {
        blockEndMicros = Math.min(blockEndMicros, atMicros);
    }

    /** How many violations count, by the duration that they were counted with. */
    int violations(long atMicros) {
        int live = 0;
        for (int i = 0; i < count; i++) {
            live += stamps[i] > atMicros - violationsStayMicros ? 1 : 0;
        }
        return live;
    }

    /** How many rungs are climbed and not forgotten. */
    int rung(long atMicros) {
        return rung > 0 && atMicros < quietSinceMicros() + rungStaysMicros ? rung : 0;
    }

    /** From when on this is as good as no violation ever. */
    long endMicros() {
        long end = rung > 0 ? quietSinceMicros() + rungStaysMicros : Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            end = Math.max(end, stamps[i] + violationsStayMicros);
        }
        return end;
    }

    void moveBack(long micros) {
        for (int i = 0; i < count; i++) {
            stamps[i] -= micros;
        }
        lastViolationMicros = Math.max(Long.MIN_VALUE + micros, lastViolationMicros) - micros;
        blockEndMicros = Math.max(Long.MIN_VALUE + micros, blockEndMicros) - micros;
    }

    private long quietSinceMicros() {
        return Math.max(lastViolationMicros, blockEndMicros);
    }

    private void forget(long leftMicros) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (stamps[i] > leftMicros) {
                stamps[kept++] = stamps[i];
            }
        }
        count = kept;
    }

    private void remember(long atMicros) {
        if (count == stamps.length) {
            stamps = Arrays.copyOf(stamps, count + 1 + (count >> 1));
        }
        stamps[count++] = atMicros;
    }
}
