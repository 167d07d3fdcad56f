package dev.botsentinel.memory;

import dev.botsentinel.access.PrincipalCache;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.SubjectState;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.Refund;
import dev.botsentinel.store.StoredItem;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one owner. The cell's monitor is the lock of everything in it; whoever has locked it looks at
 * {@link #cached} first. Asking changes nothing. Made to be small: an owner with one sliding window of ten permits and a
 * fingerprint takes some 250 bytes here.
 */
final class Cell implements PrincipalCache.Entry, SubjectState {

    private static final long MICROS_PER_SECOND = 1_000_000;

    /** Whether the cache holds this cell. If not it must neither be asked nor told: look the owner up again. */
    boolean cached = true;

    /** How many evaluations have the cache hold on to this cell; changed inside the cache's operations on its owner. */
    int pins;

    /** What the guard's resolver said of the subject. Read without the lock. */
    private volatile @Nullable Resolution resolution;

    private volatile long stamp;

    /** The second in which the cache was last told that this cell is in use. Without the lock: at worst it is told twice. */
    private int toldSecond;

    private long latestMicros = Long.MIN_VALUE;
    private long liveUntilMicros = Long.MIN_VALUE;
    private long exhaustedUntilMicros = Long.MIN_VALUE;
    private @Nullable LimitState limits;
    private @Nullable SeenValues seen;
    private @Nullable Standing enforced;
    private @Nullable Standing shadow;
    private @Nullable Corrections corrections;

    /** What violations have led to, and what administrators decided. */
    private static final class Standing {
        Offences offences = new Offences();

        @Nullable
        HeldBlock block;
    }

    /** Whether nobody has asked this before in the same second. Needs no lock. */
    boolean isFirstInSecond(long nowMicros) {
        int second = (int) (nowMicros / MICROS_PER_SECOND);
        if (second == toldSecond) {
            return false;
        }
        toldSecond = second;
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
        liveUntilMicros = Math.max(liveUntilMicros, untilMicros);
    }

    /** The time that a plan sees here: a clock that stepped back grants nothing. */
    long at(long nowMicros) {
        return Math.max(nowMicros, latestMicros);
    }

    // Limits

    /** The whole permits left of a limit. */
    long available(AppliedLimit applied, long atMicros) {
        return cooldownUntil(applied, atMicros) == Corrections.NONE ? own(applied, atMicros) : 0;
    }

    private long own(AppliedLimit applied, long atMicros) {
        RateLimit limit = applied.limit();
        LimitState state = state(applied);
        return state == null ? limit.burst() : state.available(limit, atMicros);
    }

    /** When a limit that refuses now has enough again; {@link Verdict#NEVER} for one without permits. */
    long readyAt(AppliedLimit applied, long atMicros) {
        long cooldown = cooldownUntil(applied, atMicros);
        if (cooldown != Corrections.NONE
                && own(applied, atMicros) >= applied.limit().cost()) {
            return cooldown;
        }
        LimitState state = state(applied);
        return state == null ? Verdict.NEVER : Math.max(cooldown, state.readyAt(applied.limit(), atMicros));
    }

    /** Spends a limit's cost, which is there, and leaves {@code remaining}. */
    void take(AppliedLimit applied, long remaining, long atMicros, BucketShapes shapes) {
        RateLimit limit = applied.limit();
        LimitState state = state(applied);
        if (state == null) {
            state = LimitState.full(applied.key(), limit, shapes);
            put(state, atMicros);
        }
        state.take(limit, atMicros);
        written(atMicros, state.endMicros());
        if (remaining < limit.cost() && limit.mode() == Mode.ENFORCE) {
            exhausted(state.readyAt(limit, atMicros));
        }
    }

    /** An enforced limit has too little left until then. */
    void exhausted(long untilMicros) {
        exhaustedUntilMicros = Math.max(exhaustedUntilMicros, untilMicros);
    }

    private @Nullable LimitState state(AppliedLimit applied) {
        LimitState state = applied.limit().permits() == 0 ? null : find(applied.key());
        return state != null && state.fits(applied.limit()) ? state : null;
    }

    /** Keys come from one policy and are mostly the same object, which is the first that {@code equals} looks at. */
    private @Nullable LimitState find(String key) {
        LimitState state = limits;
        while (state != null && !state.key.equals(key)) {
            state = state.next;
        }
        return state;
    }

    /** In place of what the same limit was before it changed, and of all that are full again. */
    private void put(LimitState added, long atMicros) {
        LimitState kept = added;
        for (LimitState state = limits; state != null; ) {
            LimitState next = state.next;
            if (!state.key.equals(added.key) && state.endMicros() > atMicros) {
                state.next = kept.next;
                kept.next = state;
            }
            state = next;
        }
        limits = kept;
    }

    // Seen values

    /** Until when the step's value is remembered; {@link SeenValues#NOT_SEEN} if it isn't. */
    long seenUntil(FirstSeen step, long value, long atMicros) {
        SeenValues values = seen(list(step));
        return values == null ? SeenValues.NOT_SEEN : values.seenUntil(value, atMicros);
    }

    void remember(FirstSeen step, long value, long atMicros) {
        SeenValues values = seen(list(step));
        if (values == null) {
            values = new SeenValues(list(step), seen);
            seen = values;
        }
        long until = atMicros + step.windowMicros();
        values.add(value, until, atMicros, step.kind().capacity());
        written(atMicros, until);
    }

    private @Nullable SeenValues seen(int list) {
        SeenValues values = seen;
        while (values != null && values.list != list) {
            values = values.next;
        }
        return values;
    }

    private static int list(FirstSeen step) {
        int list = switch (step.kind()) {
            case UPDATE_ID -> 0;
            case FINGERPRINT -> 1;
        };
        return step.mode() == Mode.SHADOW ? list + 2 : list;
    }

    private void written(long atMicros, long endMicros) {
        latestMicros = atMicros;
        liveUntilMicros = Math.max(liveUntilMicros, endMicros);
    }

    // Violations and blocks

    /** The block that enforced plans see, or that a shadow escalation led to. */
    @Nullable
    HeldBlock block(Mode mode, long atMicros) {
        HeldBlock block = held(mode);
        return block != null && atMicros < block.untilMicros() ? block : null;
    }

    /** The enforced block, whether or not it is over. */
    @Nullable
    HeldBlock lastBlock() {
        return held(Mode.ENFORCE);
    }

    /** Counts a violation, unless there is a block already; returns the block that it led to. */
    @Nullable
    HeldBlock violated(Escalation escalation, long atMicros) {
        if (block(escalation.mode(), atMicros) != null) {
            return null;
        }
        Standing standing = standingFor(escalation.mode());
        long end = standing.offences.add(escalation, atMicros);
        liveUntilMicros = Math.max(liveUntilMicros, standing.offences.endMicros());
        if (end == 0) {
            return null;
        }
        HeldBlock block = HeldBlock.automatic(atMicros, end);
        standing.block = block;
        return block;
    }

    /** Blocks, in place of whatever block there is. */
    void block(HeldBlock block) {
        standingFor(Mode.ENFORCE).block = block;
    }

    /** Lifts all blocks, shadow ones included; they count as ended now, the rungs stay. */
    void unblock(long atMicros) {
        lift(enforced, atMicros);
        lift(shadow, atMicros);
    }

    private static void lift(@Nullable Standing standing, long atMicros) {
        if (standing != null) {
            standing.block = null;
            standing.offences.blockLifted(atMicros);
        }
    }

    private @Nullable HeldBlock held(Mode mode) {
        Standing standing = mode == Mode.SHADOW ? shadow : enforced;
        return standing == null ? null : standing.block;
    }

    private Standing standingFor(Mode mode) {
        Standing standing = mode == Mode.SHADOW ? shadow : enforced;
        if (standing == null) {
            standing = new Standing();
            if (mode == Mode.SHADOW) {
                shadow = standing;
            } else {
                enforced = standing;
            }
        }
        return standing;
    }

    // What administrators set right at the limits

    /** The end of the limit's cooldown; {@link Corrections#NONE} if none is in force. */
    long cooldownUntil(AppliedLimit applied, long atMicros) {
        return corrections == null ? Corrections.NONE : corrections.cooldownUntil(applied.key(), atMicros);
    }

    /** Cools a limit down; the end of the cooldown then in force. */
    long coolDown(AppliedLimit applied, long untilMicros, long atMicros) {
        return corrections().coolDown(applied.key(), untilMicros, atMicros);
    }

    Refund refund(Budget budget, int permits, long refundId, long atMicros) {
        AppliedLimit applied = budget.limit();
        long until = atMicros + budget.refundMicros();
        if (corrections().isRepeated(applied.key(), refundId, until, atMicros)) {
            return Refund.REPEATED;
        }
        LimitState state = state(applied);
        return new Refund(state == null ? 0 : state.giveBack(applied.limit(), permits, atMicros), false);
    }

    private Corrections corrections() {
        if (corrections == null) {
            corrections = new Corrections();
        }
        return corrections;
    }

    /** Makes a limit full again and ends its cooldown. What is exhausted still is so no longer than its state lasts. */
    void reset(AppliedLimit applied) {
        LimitState kept = null;
        long latestEnd = Long.MIN_VALUE;
        for (LimitState state = limits; state != null; ) {
            LimitState next = state.next;
            if (!state.key.equals(applied.key())) {
                state.next = kept;
                kept = state;
                latestEnd = Math.max(latestEnd, state.endMicros());
            }
            state = next;
        }
        limits = kept;
        exhaustedUntilMicros = Math.min(exhaustedUntilMicros, latestEnd);
        if (corrections != null) {
            corrections.endCooldown(applied.key());
        }
    }

    /** Forgets all but the time, the blocks and the refunds. */
    void reset() {
        limits = null;
        seen = null;
        forgive(enforced);
        forgive(shadow);
        if (corrections != null) {
            corrections.endCooldowns();
        }
        liveUntilMicros = latestMicros;
        exhaustedUntilMicros = Long.MIN_VALUE;
    }

    /** Forgets all, the time and the blocks included. */
    void erase() {
        resolution = null;
        latestMicros = Long.MIN_VALUE;
        liveUntilMicros = Long.MIN_VALUE;
        exhaustedUntilMicros = Long.MIN_VALUE;
        limits = null;
        seen = null;
        enforced = null;
        shadow = null;
        corrections = null;
    }

    /** Tells all that is known. */
    void tell(KeptThings into) {
        for (LimitState state = limits; state != null; state = state.next) {
            into.add(StoredItem.Kind.LIMIT, state.key, state.endMicros());
        }
        for (SeenValues values = seen; values != null; values = values.next) {
            values.tell(into);
        }
        into.add(StoredItem.Kind.BLOCK, held(Mode.ENFORCE));
        into.add(StoredItem.Kind.SHADOW_BLOCK, held(Mode.SHADOW));
        for (Standing standing : Arrays.asList(enforced, shadow)) {
            if (standing != null && standing.offences.endMicros() != Long.MIN_VALUE) {
                into.add(StoredItem.Kind.OFFENCES, "", standing.offences.endMicros());
            }
        }
        if (corrections != null) {
            corrections.tell(into);
        }
    }

    private static void forgive(@Nullable Standing standing) {
        if (standing != null) {
            standing.offences = new Offences();
        }
    }

    /** How many violations count towards the next enforced block. */
    int violations(long atMicros) {
        return enforced == null ? 0 : enforced.offences.violations(atMicros);
    }

    /** How many rungs of enforced blocks are climbed. */
    int rung(long atMicros) {
        return enforced == null ? 0 : enforced.offences.rung(atMicros);
    }

    // Ends

    /** From when on this cell is as good as none. */
    long endMicros() {
        long end = Math.max(liveUntilMicros, Math.max(end(held(Mode.ENFORCE)), end(held(Mode.SHADOW))));
        return corrections == null ? end : Math.max(end, corrections.endMicros());
    }

    /** Until when this cell must not be lost to a flood: the end of its block, its exhaustion or its cooldowns. */
    long protectedUntilMicros() {
        long until = Math.max(exhaustedUntilMicros, end(held(Mode.ENFORCE)));
        return corrections == null ? until : Math.max(until, corrections.cooldownsEndMicros());
    }

    /** Whether it is a manual block that protects this cell. */
    boolean isManuallyBlocked() {
        HeldBlock block = held(Mode.ENFORCE);
        return block != null && block.isManual();
    }

    private static long end(@Nullable HeldBlock block) {
        return block == null ? Long.MIN_VALUE : block.untilMicros();
    }
}
