package dev.botsentinel.memory;

import dev.botsentinel.access.PrincipalCache;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.memory.RareState.ViolationsAndBlock;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.SubjectState;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.Refund;
import dev.botsentinel.store.SeenValue;
import dev.botsentinel.store.StoredItem;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one owner. Cells are their own keys. The cell's monitor is the lock of everything in it;
 * whoever has locked it looks at {@link #cached} first. Asking changes nothing.
 */
/*
 * Made to be small and quick to reach: 80 bytes, in which the cache's comparison of keys has already touched all that a
 * decision needs but the array of sections. An owner with a bucket, a sliding window of three stamps and a fingerprint
 * takes another 112 there.
 *
 * Ordered, in no order that means anything: ids come from outside, and thousands that share a hash can be made up. A hash
 * map searches those of one hash by their order, and one by one if they have none. It takes objects as ordered only if
 * they are all of the one class that is comparable to itself: so what looks for a cell is a cell too, an empty one.
 */
final class Cell extends CellKey implements Comparable<Cell>, PrincipalCache.Entry, SubjectState {

    /** A clock that is behind the last write by more than this was corrected; by less, it wavers. */
    private static final long CORRECTION_MICROS = 1_000_000;

    /** About 67 s. */
    private static final int TOLD_SHIFT = 26;

    /** The storage that this is a cell of. */
    private final Cells home;

    /** Whether the cache holds this cell. If not it must neither be asked nor told: look the owner up again. */
    boolean cached = true;

    /** Whether it is worth looking at {@link #rare} for a block or a cooldown. */
    boolean mayRefuse;

    /** How many evaluations have the cache hold on to this cell; changed inside the cache's operations on its owner. */
    short pins;

    /** When the cache was last told that this cell is in use. Without the lock: at worst it is told twice. */
    private short told;

    /** The sections of this owner's limits and seen values, see {@link Sections}. */
    long[] data = Sections.NONE;

    /** What the guard's resolver said of the subject. Read without the lock. */
    private volatile @Nullable Resolution resolution;

    private volatile long stamp;

    /** When something was last written here. */
    long latestMicros = Long.MIN_VALUE;

    private long resolvedUntilMicros = Long.MIN_VALUE;
    private long exhaustedUntilMicros = Long.MIN_VALUE;
    private @Nullable RareState rare;

    /** An empty cell, to look for that of an update's owner. */
    Cell(Cells home, Scope scope, Facts facts) {
        super(scope, facts);
        this.home = home;
    }

    /** An empty cell of the same owner. */
    Cell(Cell same) {
        super(same);
        this.home = same.home;
    }

    /** Whether these cells' cache has this one. Needs no lock. */
    boolean isCachedBy(Cells cells) {
        return cached && home == cells;
    }

    /**
     * Whether nobody has asked this in the last minute or so. Needs no lock.
     *
     * <p>For what to evict it doesn't matter how often within that time an owner was here, and telling the cache costs
     * more than looking up.
     */
    boolean isToBeTold(long nowMicros) {
        short period = (short) (nowMicros >> TOLD_SHIFT);
        if (period == told) {
            return false;
        }
        told = period;
        return true;
    }

    @Override
    public @Nullable Resolution resolution() {
        return resolution;
    }

    @Override
    public long stamp() {
        return stamp;
    }

    /** Caches the resolver's answer, and keeps the cell at least until then; null forgets it. */
    void resolved(@Nullable Resolution answer, long answerStamp, long untilMicros) {
        resolution = answer; // first, see PrincipalCache.Entry
        stamp = answerStamp;
        resolvedUntilMicros = Math.max(resolvedUntilMicros, untilMicros);
    }

    /**
     * The time that a plan sees here: a clock that stepped back grants nothing. If it was corrected, all that is relative
     * moves back first, as if no time had passed since the last write.
     */
    long at(long nowMicros) {
        if (nowMicros >= latestMicros) {
            return nowMicros;
        }
        long behind = latestMicros - nowMicros;
        if (behind > CORRECTION_MICROS) {
            moveBack(behind);
        }
        return latestMicros;
    }

    /** The enforced block in force. Changes nothing, not even if the clock was corrected. */
    @Nullable
    CellBlock blockNow(long nowMicros) {
        CellBlock block = lastBlock();
        boolean corrected = nowMicros < latestMicros && latestMicros - nowMicros > CORRECTION_MICROS;
        if (!corrected || block == null) {
            return block(Mode.ENFORCE, Math.max(nowMicros, latestMicros));
        }
        CellBlock moved = block.untilMicros() <= latestMicros ? null : block.movedBack(latestMicros - nowMicros);
        return moved != null && nowMicros < moved.untilMicros() ? moved : null;
    }

    /** The later of this and the latest time written. Corrects nothing. */
    long latest(long nowMicros) {
        return Math.max(nowMicros, latestMicros);
    }

    private void moveBack(long micros) {
        Sections.moveBack(data, micros);
        if (rare != null) {
            rare.moveBack(micros, latestMicros);
            mayRefuse = rare.mayRefuse();
        }
        latestMicros -= micros;
        resolvedUntilMicros = Math.max(Long.MIN_VALUE + micros, resolvedUntilMicros) - micros;
        exhaustedUntilMicros = Math.max(Long.MIN_VALUE + micros, exhaustedUntilMicros) - micros;
    }

    /** An enforced limit has too little left until then. */
    void exhausted(long untilMicros) {
        exhaustedUntilMicros = Math.max(exhaustedUntilMicros, untilMicros);
    }

    // Violations and blocks

    /** The block that enforced plans see, or that a shadow escalation led to. */
    @Nullable
    CellBlock block(Mode mode, long atMicros) {
        CellBlock block = rare == null ? null : rare.block(mode);
        return block != null && atMicros < block.untilMicros() ? block : null;
    }

    /** The enforced block, whether or not it is over. */
    @Nullable
    CellBlock lastBlock() {
        return rare == null ? null : rare.block(Mode.ENFORCE);
    }

    /** Counts a violation, unless there is a block already; returns the block that it led to. */
    @Nullable
    CellBlock violated(Escalation escalation, int jitterDraw, long atMicros) {
        if (block(escalation.mode(), atMicros) != null) {
            return null;
        }
        ViolationsAndBlock counted = rare().of(escalation.mode());
        long end = counted.violations.add(escalation, jitterDraw, atMicros);
        if (end == 0) {
            return null;
        }
        CellBlock block = CellBlock.automatic(atMicros, end);
        counted.block = block;
        mayRefuse = true;
        return block;
    }

    /** Blocks, in place of whatever block there is. */
    void block(CellBlock block) {
        rare().of(Mode.ENFORCE).block = block;
        mayRefuse = true;
    }

    /** Lifts all blocks, shadow ones included; they count as ended now, the rungs stay. */
    void unblock(long atMicros) {
        if (rare != null) {
            rare.unblock(atMicros);
            mayRefuse = rare.mayRefuse();
        }
    }

    private RareState rare() {
        if (rare == null) {
            rare = new RareState();
        }
        return rare;
    }

    /** How many violations count towards the next enforced block. */
    int violations(long atMicros) {
        ViolationsAndBlock counted = rare == null ? null : rare.known(Mode.ENFORCE);
        return counted == null ? 0 : counted.violations.violations(atMicros);
    }

    /** How many rungs of enforced blocks are climbed. */
    int rung(long atMicros) {
        ViolationsAndBlock counted = rare == null ? null : rare.known(Mode.ENFORCE);
        return counted == null ? 0 : counted.violations.rung(atMicros);
    }

    // Albums

    /** The album, if a part of it was seen. */
    Albums.@Nullable Entry album(long value, long atMicros) {
        return rare == null ? null : rare.album(value, atMicros);
    }

    Albums albums() {
        return rare().albums();
    }

    // What administrators do to limits

    /** The end of the limit's cooldown; {@link Cooldowns#NONE} if none is in force. */
    long cooldownUntil(LimitCounter limit, long atMicros) {
        return rare == null ? Cooldowns.NONE : rare.cooldownUntil(limit.applied.key(), atMicros);
    }

    /** Cools a limit down; the end of the cooldown then in force. */
    long coolDown(LimitCounter limit, long untilMicros, long atMicros) {
        mayRefuse = true;
        return rare().cooldowns().coolDown(limit.applied.key(), untilMicros, atMicros);
    }

    // Versions of a limit

    /** The array in which a version of a limit finds what it starts with if it has no section here; null if it starts full. */
    long @Nullable [] startOf(LimitCounter limit, long atMicros) {
        LimitVersion other = otherVersion(limit, atMicros);
        if (other != null && limit.find(other.data) >= 0) {
            return other.data;
        }
        return limit.findStart(data) >= 0 ? data : null;
    }

    private @Nullable LimitVersion otherVersion(LimitCounter limit, long atMicros) {
        LimitVersions versions = rare == null ? null : rare.versions;
        return versions == null ? null : versions.find(limit, atMicros);
    }

    boolean hasVersions() {
        return rare != null && rare.versions != null;
    }

    /**
     * A version of a limit is about to spend its cost. If it has no section, it takes over from the one that has. Whatever
     * other version is in use is charged, too.
     *
     * @param section of this version; below 0 if there is none
     */
    void charging(LimitCounter limit, int section, long atMicros) {
        LimitVersion other = otherVersion(limit, atMicros);
        int latest = section < 0 ? Sections.findLimit(data, limit.number.value()) : section;
        boolean live = latest >= 0 && Sections.endMicros(data, latest) > atMicros;
        if (section < 0 && (live || other != null)) {
            other = takeOver(limit, live ? latest : -1, other, atMicros);
        } else if (other != null) {
            other.charge(limit.cost, atMicros);
            if (!live) {
                other.nothingBefore();
            }
        }
        if (other != null || hasVersions()) {
            keepVersion(limit, other, atMicros);
        }
    }

    /** What is kept of another version after this. */
    private @Nullable LimitVersion takeOver(
            LimitCounter limit, int latest, @Nullable LimitVersion other, long atMicros) {
        LimitVersion returning = other != null && limit.find(other.data) >= 0 ? other : null;
        LimitVersion left = latest < 0 ? null : LimitVersion.of(data, latest, atMicros, home);
        if (left != null && returning == null) {
            left.isLeftFor(limit, atMicros);
        }
        if (left != null) {
            left.charge(limit.cost + (returning == null ? 0 : returning.before()), atMicros);
        } else if (other != null && returning == null) {
            left = other;
            left.charge(limit.cost, atMicros);
            left.nothingBefore();
        }
        if (returning != null) {
            data = Sections.with(data, returning.data, atMicros);
        }
        return left;
    }

    private void keepVersion(LimitCounter limit, @Nullable LimitVersion other, long atMicros) {
        rare().versions().put(limit, other, atMicros);
        if (rare().versions().isEmpty()) {
            rare().forgetVersions();
        }
    }

    Refund refund(Budget budget, LimitCounter limit, int permits, long refundId, long atMicros) {
        long until = atMicros + budget.refundMicros();
        if (rare().refunds().isRepeated(limit.applied.key(), refundId, until, atMicros)) {
            return Refund.REPEATED;
        }
        int section = limit.find(data);
        long[] from = section < 0 ? startOf(limit, atMicros) : data;
        int given = from == null ? 0 : limit.giveBack(from, limit.findStart(from), permits, atMicros);
        return new Refund(given, false);
    }

    /** Forgets a seen value, if it is there. */
    void release(SeenValue seen) {
        int section = Sections.find(data, FirstSeenStep.tag(seen.kind(), seen.mode()));
        if (section >= 0) {
            SeenList.remove(data, section, seen.value());
        }
    }

    /** Makes a limit full again and ends its cooldown. What is exhausted still is so no longer than its state lasts. */
    void reset(LimitCounter limit) {
        data = Sections.without(data, limit.tag);
        exhaustedUntilMicros = Math.min(exhaustedUntilMicros, Sections.limitsEndMicros(data));
        if (rare != null) {
            if (hasVersions()) {
                rare.versions().remove(limit);
            }
            rare.endCooldown(limit.applied.key());
            mayRefuse = rare.mayRefuse();
        }
    }

    /** Forgets all but the time, the blocks and the refunds. */
    void reset() {
        data = Sections.NONE;
        if (rare != null) {
            rare.reset();
            mayRefuse = rare.mayRefuse();
        }
        exhaustedUntilMicros = Long.MIN_VALUE;
    }

    /** Forgets all, the time and the blocks included. */
    void erase() {
        resolution = null;
        latestMicros = Long.MIN_VALUE;
        resolvedUntilMicros = Long.MIN_VALUE;
        exhaustedUntilMicros = Long.MIN_VALUE;
        data = Sections.NONE;
        rare = null;
        mayRefuse = false;
    }

    /** Adds all that is known. */
    void tell(StoredItems into) {
        for (int at = 0; at < data.length; at += Sections.length(data[at])) {
            if (Sections.kind(data[at]) == Sections.SEEN) {
                SeenList.tell(data, at, into);
            } else {
                into.add(StoredItem.Kind.LIMIT, home.limitKey(Sections.number(data[at])), Sections.endMicros(data, at));
            }
        }
        if (rare != null) {
            if (hasVersions()) {
                rare.versions().tell(into, home);
            }
            rare.tell(into);
        }
    }

    @Override
    public int compareTo(Cell that) {
        return compareKeys(that);
    }

    // Ends

    /** From when on this cell is as good as none. */
    long endMicros() {
        long end = Math.max(latestMicros, Math.max(Sections.endMicros(data), resolvedUntilMicros));
        return rare == null ? end : Math.max(end, rare.endMicros());
    }

    /** Until when this cell must not be lost to a flood: the end of its block, its exhaustion or its cooldowns. */
    long protectedUntilMicros() {
        return rare == null ? exhaustedUntilMicros : Math.max(exhaustedUntilMicros, rare.protectedUntilMicros());
    }
}
