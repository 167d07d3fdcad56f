package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Verdict;

/**
 * What this instance knows of a subject's block. The storage's time is ahead of this instance's by {@code offsetMicros}, or a
 * little more, since the news took time to arrive. So a block never ends here sooner than it does there, and a wait is never
 * said to be shorter. Immutable.
 *
 * @param lifted whether the news is that there is none any more, kept for a while against older news on their way
 * @param untilMicros the end in the storage's time, {@link Verdict#NEVER} for ever; of a lifted one, when to forget it
 * @param verifiedMicros when the storage was asked that said so, in this instance's time; {@link #UNVERIFIED} if it didn't. Once the
 *     storage has lost its state, when it was last asked, whatever it said
 * @param order how much news had arrived when this was asked for or reported
 * @param state which state of the storage it is of
 * @param learntMicros when this instance learned of it, in its own time
 */
record KnownBlock(
        SubjectId subject,
        boolean lifted,
        BlockSource source,
        long untilMicros,
        long offsetMicros,
        long verifiedMicros,
        long order,
        long state,
        long learntMicros) {

    static final long UNVERIFIED = Long.MIN_VALUE;

    /** The end in this instance's time. */
    long endMicros() {
        return untilMicros == Verdict.NEVER ? Verdict.NEVER : untilMicros - offsetMicros;
    }

    boolean isInForce(long now) {
        return !lifted && now < endMicros();
    }

    boolean isVerified(long now) {
        return verifiedMicros != UNVERIFIED
                && now >= verifiedMicros
                && now - verifiedMicros < KnownBlocks.VERIFIED_MICROS;
    }

    /** The same, after the storage was asked, and has lost it. */
    KnownBlock askedAt(long micros) {
        return new KnownBlock(subject, lifted, source, untilMicros, offsetMicros, micros, order, state, learntMicros);
    }

    /** The same, as of another state. */
    KnownBlock of(long anotherState) {
        return new KnownBlock(
                subject, lifted, source, untilMicros, offsetMicros, verifiedMicros, order, anotherState, learntMicros);
    }

    /** Whether it may be forgotten for another one's sake. */
    boolean isExpendable() {
        return lifted || source == BlockSource.AUTOMATIC;
    }

    Verdict.Blocked verdict(int step, long now, boolean degraded) {
        return new Verdict.Blocked(step, now + offsetMicros, untilMicros, source, degraded);
    }
}
