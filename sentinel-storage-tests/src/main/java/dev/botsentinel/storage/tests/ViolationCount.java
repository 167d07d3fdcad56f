package dev.botsentinel.storage.tests;

import dev.botsentinel.policy.Escalation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** A subject's violations and its place on the ladder of blocks, as the reference keeps them. Not thread-safe. */
final class ViolationCount {

    private static final BigInteger HUNDRED = BigInteger.valueOf(100);
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private final List<Long> violations = new ArrayList<>();
    private long violationsStayMicros;
    private int rung;
    private long rungStaysMicros;
    private long lastViolationMicros = Long.MIN_VALUE;
    private long blockEndMicros = Long.MIN_VALUE;

    /**
     * Counts a violation.
     *
     * @param jitterDraw what was drawn for the update, of 1,000,000
     * @return the end of the block that it leads to; 0 if it leads to none
     */
    long count(Escalation escalation, int jitterDraw, long now) {
        if (rung > 0 && now >= quietSince() + Math.min(rungStaysMicros, escalation.forgetAfterMicros())) {
            rung = 0;
        }
        long stays = Math.min(violationsStayMicros, escalation.withinMicros());
        violations.removeIf(violation -> violation <= now - stays);
        violations.add(now);
        violationsStayMicros = escalation.withinMicros();
        rungStaysMicros = escalation.forgetAfterMicros();
        lastViolationMicros = Math.max(lastViolationMicros, now);
        if (violations.size() < escalation.violations()) {
            return 0;
        }
        blockEndMicros = now + withJitter(escalation, escalation.blockMicros(rung), jitterDraw);
        rung++;
        violations.clear();
        return blockEndMicros;
    }

    /** Whole millionths of the block, as many as the draw leaves of the policy's percentage; rounded down. */
    private static long withJitter(Escalation escalation, long block, int draw) {
        BigInteger millionths = BigInteger.valueOf(draw)
                .multiply(BigInteger.valueOf(escalation.jitterPercent()))
                .divide(HUNDRED);
        return block
                + BigInteger.valueOf(block).multiply(millionths).divide(MILLION).longValueExact();
    }

    /** The block was lifted: it counts as ended now, the rung stays. */
    void blockLifted(long now) {
        blockEndMicros = Math.min(blockEndMicros, now);
    }

    /** How many violations count, by the duration that they were counted with. */
    int violations(long now) {
        return (int) violations.stream()
                .filter(violation -> violation > now - violationsStayMicros)
                .count();
    }

    /** How many rungs are climbed and not forgotten. */
    int rung(long now) {
        return rung > 0 && now < quietSince() + rungStaysMicros ? rung : 0;
    }

    void moveBack(long micros) {
        violations.replaceAll(violation -> violation - micros);
        lastViolationMicros -= lastViolationMicros == Long.MIN_VALUE ? 0 : micros;
        blockEndMicros -= blockEndMicros == Long.MIN_VALUE ? 0 : micros;
    }

    private long quietSince() {
        return Math.max(lastViolationMicros, blockEndMicros);
    }

    long endMicros() {
        long end = rung > 0 ? quietSince() + rungStaysMicros : Long.MIN_VALUE;
        for (long violation : violations) {
            end = Math.max(end, violation + violationsStayMicros);
        }
        return end;
    }
}
