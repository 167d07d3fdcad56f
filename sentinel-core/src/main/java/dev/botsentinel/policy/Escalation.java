package dev.botsentinel.policy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How denials by a subject's own limits grow into timed blocks. Immutable.
 *
 * @param violations how many violations within {@code within} lead to a block, 1 to 1,000
 * @param within the sliding, half-open window in which violations count
 * @param block the ladder of blocks: the first block lasts {@code block[0]}, the next one {@code block[1]}; the last
 *     one repeats. 1 to 100 rungs
 * @param forgetAfter a violation this long after both the last one and the end of its block starts the ladder anew
 * @param mode whether it blocks
 * @param jitterPercent up to how much longer than its rung a block lasts, by chance: 0, for not at all, to 100 percent
 */
public record Escalation(
        int violations, Duration within, List<Duration> block, Duration forgetAfter, Mode mode, int jitterPercent) {

    /** The most violations that are counted for one block. */
    public static final int MAX_VIOLATIONS = 1000;

    /** The largest draw: with it a block lasts its rung and the whole jitter. */
    public static final int MAX_DRAW = 1_000_000;

    /** The most rungs of the ladder. */
    public static final int MAX_RUNGS = 100;

    private static final int MAX_PERCENT = 100;

    /** @throws PolicyException if values are impossible; its problems are named after the keys at fault */
    public Escalation {
        Objects.requireNonNull(mode, "mode");
        block = List.copyOf(block);
        Faults faults = new Faults();
        faults.addIf(
                violations < 1 || violations > MAX_VIOLATIONS,
                "violations",
                "violations is " + violations + ", but must be 1 to " + MAX_VIOLATIONS);
        Durations.check(faults, "within", within);
        faults.addIf(
                block.isEmpty() || block.size() > MAX_RUNGS,
                "block",
                "block has " + block.size() + " durations, but needs 1 to " + MAX_RUNGS + ", as in [1m, 1h]");
        block.forEach(rung -> Durations.check(faults, "block", rung));
        Durations.check(faults, "forgetAfter", forgetAfter);
        faults.addIf(
                jitterPercent < 0 || jitterPercent > MAX_PERCENT,
                "jitter",
                "jitter is " + jitterPercent + "%, but must be 0% to " + MAX_PERCENT + "%");
        faults.throwIfAny();
    }

    /** An escalation that blocks. */
    public static Escalation of(int violations, Duration within, List<Duration> block, Duration forgetAfter) {
        return new Escalation(violations, within, block, forgetAfter, Mode.ENFORCE, 0);
    }

    /** This escalation counted and reported, never enforced. */
    public Escalation shadow() {
        return new Escalation(violations, within, block, forgetAfter, Mode.SHADOW, jitterPercent);
    }

    /**
     * This escalation with blocks that last up to so much longer, each by chance: so that those who were blocked together
     * don't all come back at once, and nobody knows the instant in advance.
     *
     * @param percent 0, for not at all, to 100
     */
    public Escalation jitter(int percent) {
        return new Escalation(violations, within, block, forgetAfter, mode, percent);
    }

    /** How long the block of this rung lasts, in microseconds; rungs past the ladder's end get its last. */
    public long blockMicros(int rung) {
        return Durations.micros(block.get(Math.min(rung, block.size() - 1)));
    }

    /**
     * How long the block of this rung lasts, in microseconds, jitter included. Rounded down, by whole millionths of the
     * rung: all storages compute this, without numbers above 2^53.
     *
     * @param draw what was drawn for the update, 0 to {@link #MAX_DRAW}
     */
    public long blockMicros(int rung, int draw) {
        long block = blockMicros(rung);
        long millionths = jitterMillionths(draw);
        return block + block / 1_000_000 * millionths + block % 1_000_000 * millionths / 1_000_000;
    }

    /** How many millionths longer than its rung a block lasts for this draw. */
    public int jitterMillionths(int draw) {
        return (int) ((long) draw * jitterPercent / MAX_PERCENT);
    }

    /** {@link #within()} in microseconds. */
    public long withinMicros() {
        return Durations.micros(within);
    }

    /** {@link #forgetAfter()} in microseconds. */
    public long forgetAfterMicros() {
        return Durations.micros(forgetAfter);
    }
}
