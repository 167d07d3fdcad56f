package dev.botsentinel.cli.worstcase;

import java.util.List;

/**
 * How often a handler is called at most.
 *
 * @param calls the bound; {@link Counts#UNBOUNDED} for none
 * @param charged how many of these updates are charged at most: all but the later parts of albums
 * @param heldBy the limits that keep it there, as decisions call them; empty without a bound
 */
public record CallBound(long calls, long charged, List<String> heldBy) {

    /** No bound. */
    public static final CallBound NONE = new CallBound(Counts.UNBOUNDED, Counts.UNBOUNDED, List.of());

    public CallBound {
        heldBy = List.copyOf(heldBy);
    }

    /** Whether there is a bound at all. */
    public boolean isBounded() {
        return calls != Counts.UNBOUNDED;
    }
}
