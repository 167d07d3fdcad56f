package dev.botsentinel.plan;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a storage answers to a plan. All instants are microseconds since the epoch; {@link #NEVER} stands for an instant
 * that never comes. Immutable.
 */
public sealed interface Verdict extends Answer {

    /** The instant that never comes: the end of a block for ever, the retry that never passes. */
    long NEVER = Long.MAX_VALUE;

    /** Whether it was given without the shared state, by what one instance knows, because that could not be reached. */
    boolean degraded();

    /** Whether this is about a later part of an album, which shares the verdict on the first one. */
    default boolean isAlbumPart() {
        return false;
    }

    /** Complete: the verdict is here. */
    @Override
    default CompletionStage<Verdict> toStage() {
        return CompletableFuture.completedFuture(this);
    }

    /**
     * All enforced steps passed, and what they write is written.
     *
     * <p>Tells for each step, by its place in the plan, what remained or that a shadow step would have refused.
     */
    final class Admitted implements Verdict {

        /** The verdict on a plan without steps. */
        public static final Admitted EMPTY = new Admitted(new long[0], false, false);

        /** Stands for a step that is no limit, or was not examined. */
        public static final long NOTHING = -1;

        /** Stands for a shadow step that would have refused. */
        public static final long SHADOW_REFUSED = -2;

        private final long[] steps;
        private final boolean albumPart;
        private final boolean degraded;

        private Admitted(long[] steps, boolean albumPart, boolean degraded) {
            this.steps = steps;
            this.albumPart = albumPart;
            this.degraded = degraded;
        }

        /**
         * A verdict on the shared state.
         *
         * @param steps by step the whole permits left, {@link #NOTHING} or {@link #SHADOW_REFUSED}; not copied, so it must
         *     not be changed any more
         */
        public static Admitted of(long[] steps) {
            return new Admitted(steps, false, false);
        }

        /** The same, given without the shared state. */
        public static Admitted degraded(long[] steps) {
            return new Admitted(steps, false, true);
        }

        /**
         * A later part of an album whose first part was admitted: it spends nothing and reports nothing.
         *
         * @param size how many steps the plan has
         */
        public static Admitted albumPart(int size, boolean degraded) {
            long[] steps = new long[size];
            Arrays.fill(steps, NOTHING);
            return new Admitted(steps, true, degraded);
        }

        @Override
        public boolean isAlbumPart() {
            return albumPart;
        }

        @Override
        public boolean degraded() {
            return degraded;
        }

        /** Whether the step is a shadow one that would have refused, and so has spent nothing. */
        public boolean shadowRefused(int step) {
            return steps[step] == SHADOW_REFUSED;
        }

        /**
         * The whole permits that the step's limit has left after this plan; -1 if the step is no limit, has refused or was
         * not examined, which a degraded verdict may say.
         */
        public long remaining(int step) {
            return Math.max(steps[step], NOTHING);
        }

        /** How many steps the plan has. */
        public int size() {
            return steps.length;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Admitted that
                    && albumPart == that.albumPart
                    && degraded == that.degraded
                    && Arrays.equals(steps, that.steps);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(steps);
        }

        @Override
        public String toString() {
            return "Admitted" + (albumPart ? ", part of an album" : "") + (degraded ? ", degraded" : "")
                    + Arrays.toString(steps);
        }
    }

    /** Some enforced step refused, and nothing but {@code onDenied} is written. */
    sealed interface Refused extends Verdict {

        /**
         * The place in the plan of the step that gives the refusal; of an {@link AlbumPart} also a place beyond them, see {@link
         * Step.Album}.
         */
        int step();

        /** The storage's time of the decision, from which waits count. */
        long nowMicros();

        /** When a retry passes this step, if nobody else spends anything; {@link #NEVER} if waiting doesn't help. */
        long untilMicros();

        /** The same refusal by the step at this place. */
        Refused at(int step);

        /** The same refusal, given without the shared state by the step at this place. */
        Refused degradedAt(int step);
    }

    /**
     * The subject is blocked, or the chat, by the step.
     *
     * @param untilMicros the first instant at which it no longer is, {@link #NEVER} for a block for ever
     * @param source what made the block
     */
    record Blocked(int step, long nowMicros, long untilMicros, BlockSource source, boolean degraded)
            implements Refused {

        /** A verdict on the shared state. */
        public Blocked(int step, long nowMicros, long untilMicros, BlockSource source) {
            this(step, nowMicros, untilMicros, source, false);
        }

        @Override
        public Blocked at(int step) {
            return new Blocked(step, nowMicros, untilMicros, source, degraded);
        }

        @Override
        public Blocked degradedAt(int step) {
            return new Blocked(step, nowMicros, untilMicros, source, true);
        }
    }

    /**
     * The value was seen before.
     *
     * @param untilMicros the first instant at which it is forgotten
     */
    record Duplicate(int step, long nowMicros, long untilMicros, boolean degraded) implements Refused {

        /** A verdict on the shared state. */
        public Duplicate(int step, long nowMicros, long untilMicros) {
            this(step, nowMicros, untilMicros, false);
        }

        @Override
        public Duplicate at(int step) {
            return new Duplicate(step, nowMicros, untilMicros, degraded);
        }

        @Override
        public Duplicate degradedAt(int step) {
            return new Duplicate(step, nowMicros, untilMicros, true);
        }
    }

    /**
     * At least one limit has too little left.
     *
     * @param step the refusing limit with the longest wait, the first of equals
     * @param untilMicros when it has enough again, {@link #NEVER} for a limit without permits
     * @param remaining the whole permits it has left
     * @param blockedUntilMicros the end of the block that this denial led to; 0 if it led to none
     */
    record RateLimited(
            int step, long nowMicros, long untilMicros, long remaining, long blockedUntilMicros, boolean degraded)
            implements Refused {

        /** A verdict on the shared state. */
        public RateLimited(int step, long nowMicros, long untilMicros, long remaining, long blockedUntilMicros) {
            this(step, nowMicros, untilMicros, remaining, blockedUntilMicros, false);
        }

        @Override
        public RateLimited at(int step) {
            return new RateLimited(step, nowMicros, untilMicros, remaining, blockedUntilMicros, degraded);
        }

        @Override
        public RateLimited degradedAt(int step) {
            return new RateLimited(step, nowMicros, untilMicros, remaining, blockedUntilMicros, true);
        }
    }

    /**
     * A later part of an album whose first part was refused: the same refusal, which counts no violation.
     *
     * @param of the refusal, by the step that refused the first part, until the same instant or, if that has passed, for one
     *     more microsecond; a {@link Duplicate} or {@link RateLimited}
     */
    record AlbumPart(Refused of) implements Refused {

        public AlbumPart {
            if (of instanceof Blocked || of instanceof AlbumPart) {
                throw new IllegalArgumentException("the parts of an album share no such refusal: " + of);
            }
        }

        @Override
        public int step() {
            return of.step();
        }

        @Override
        public long nowMicros() {
            return of.nowMicros();
        }

        @Override
        public long untilMicros() {
            return of.untilMicros();
        }

        @Override
        public boolean degraded() {
            return of.degraded();
        }

        @Override
        public boolean isAlbumPart() {
            return true;
        }

        @Override
        public AlbumPart at(int step) {
            return new AlbumPart(of.at(step));
        }

        @Override
        public AlbumPart degradedAt(int step) {
            return new AlbumPart(of.degradedAt(step));
        }
    }

    /** Collects an {@link Admitted}. Not thread-safe. */
    final class AdmittedBuilder {

        private final long[] steps;
        private boolean degraded;

        /** @param size how many steps the plan has */
        public AdmittedBuilder(int size) {
            steps = new long[size];
            Arrays.fill(steps, Admitted.NOTHING);
        }

        /** The step's limit has this many whole permits left. */
        public AdmittedBuilder remaining(int step, long permits) {
            steps[step] = permits;
            return this;
        }

        /** What was last said of the step's limit. */
        public long remaining(int step) {
            return steps[step];
        }

        /** The shadow step would have refused. */
        public AdmittedBuilder shadowRefused(int step) {
            steps[step] = Admitted.SHADOW_REFUSED;
            return this;
        }

        /** The verdict is given without the shared state. */
        public AdmittedBuilder degraded() {
            degraded = true;
            return this;
        }

        /** The verdict; the builder must not be used afterwards. */
        public Admitted build() {
            return new Admitted(steps, false, degraded);
        }
    }
}
