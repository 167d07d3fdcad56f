package dev.botsentinel.memory;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import java.time.Instant;

/**
 * A block as a cell holds it. Immutable.
 *
 * @param untilMicros the first instant at which it is over; {@link Verdict#NEVER} for one that isn't
 */
record CellBlock(BlockSource source, long sinceMicros, long untilMicros, String actor, String reason) {

    private static final String SENTINEL = "sentinel";
    private static final String VIOLATIONS = "violations";

    static CellBlock automatic(long sinceMicros, long untilMicros) {
        return new CellBlock(BlockSource.AUTOMATIC, sinceMicros, untilMicros, SENTINEL, VIOLATIONS);
    }

    /** The same block after the clock was corrected: one made by hand keeps its date. */
    CellBlock movedBack(long micros) {
        return isManual() ? this : new CellBlock(source, sinceMicros - micros, untilMicros - micros, actor, reason);
    }

    boolean isManual() {
        return source == BlockSource.MANUAL;
    }

    Block of(String subject) {
        Instant until = untilMicros == Verdict.NEVER ? null : Micros.instant(untilMicros);
        return new Block(new Subject(subject), source, Micros.instant(sinceMicros), until, actor, reason);
    }
}
