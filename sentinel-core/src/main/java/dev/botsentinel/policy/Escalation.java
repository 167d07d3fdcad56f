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
 */
public record Escalation(int violations, Duration within, List<Duration> block, Duration forgetAfter, Mode mode) {

    /** The most violations that are counted for one block. */
    public static final int MAX_VIOLATIONS = 1000;

    private static final int MAX_RUNGS = 100;

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
        faults.throwIfAny();
    }

    /** An escalation that blocks. */
    public static Escalation of(int violations, Duration within, List<Duration> block, Duration forgetAfter) {
        return new Escalation(violations, within, block, forgetAfter, Mode.ENFORCE);
    }

    /** This escalation counted and reported, never enforced. */
    public Escalation shadow() {
        return new Escalation(violations, within, block, forgetAfter, Mode.SHADOW);
    }

    /** How long the block of this rung lasts, in microseconds; rungs past the ladder's end get its last. */
    public long blockMicros(int rung) {
        return Durations.micros(block.get(Math.min(rung, block.size() - 1)));
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
