package dev.botsentinel.memory;

import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;

/**
 * Counts by one limit: all that depends on the limit alone, made when a plan is prepared. What an owner has spent of it
 * is a section in the owner's cell (see {@link Sections}), which the caller has locked. Asked at an instant that is not
 * before any at which something was spent: a cell's time never runs backwards. Asking changes nothing. Immutable.
 */
abstract sealed class LimitCounter permits SlidingWindow, TokenBucket, FixedWindow, NoPermits {

    /** In place of a section where there is none: nothing is spent. */
    static final int NO_SECTION = -1;

    /** Where in its section a limit says which version it is. */
    static final int VERSION = 1;

    /** Of a limit that has nothing but its version there. */
    static final long ALL_BITS = -1L;

    final AppliedLimit applied;
    final boolean enforced;
    final int burst;
    final int cost;
    final long tag;

    /** Held so that the key keeps its number. */
    final KeyNumbers.Assigned<String> number;

    private final long version;
    private final long versionMask;

    /**
     * @param kind of its sections
     * @param version what its sections have at {@link #VERSION}, in the bits of the mask
     */
    LimitCounter(AppliedLimit applied, KeyNumbers.Assigned<String> number, int kind, long version, long versionMask) {
        RateLimit limit = applied.limit();
        this.applied = applied;
        this.enforced = limit.mode() == Mode.ENFORCE;
        this.burst = limit.burst();
        this.cost = limit.cost();
        this.number = number;
        this.tag = Sections.tag(kind, number.value());
        this.version = version;
        this.versionMask = versionMask;
    }

    static LimitCounter of(AppliedLimit applied, LimitNumbers numbers) {
        KeyNumbers.Assigned<String> key = numbers.keys().of(applied.key());
        if (applied.limit().permits() == 0) {
            return new NoPermits(applied, key);
        }
        return switch (applied.limit().algorithm()) {
            case SLIDING_WINDOW -> new SlidingWindow(applied, key);
            case TOKEN_BUCKET -> new TokenBucket(applied, key, numbers.buckets());
            case FIXED_WINDOW -> new FixedWindow(applied, key);
        };
    }

    /** Where the section of this version of the limit begins; {@link #NO_SECTION} if there is none. */
    final int find(long[] data) {
        int section = Sections.find(data, tag);
        return section >= 0 && ((data[section + VERSION] ^ version) & versionMask) == 0 ? section : NO_SECTION;
    }

    /** The same, or where the section begins with whose stamps this version starts. */
    int findStart(long[] data) {
        return Sections.find(data, tag);
    }

    /** How long what is spent counts. */
    abstract long spanMicros();

    /** The whole permits left. */
    abstract long available(long[] data, int section, long atMicros);

    /** When the cost will be there, if nothing else is spent; only if it isn't there now. */
    abstract long readyAt(long[] data, int section, long atMicros);

    /**
     * Spends the cost, which is there.
     *
     * @param section where it is, or {@link #NO_SECTION}
     * @param available the whole permits left now
     * @return the same array if there was room, else another, in which the section is the last one
     */
    abstract long[] spend(long[] data, int section, int available, long atMicros);

    /** Gives back at most so many permits and at most what is spent; how many that is. */
    abstract int giveBack(long[] data, int section, int permits, long atMicros);
}
