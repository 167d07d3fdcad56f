package dev.botsentinel.memory;

import dev.botsentinel.policy.Mode;
import dev.botsentinel.store.StoredItem;
import org.jspecify.annotations.Nullable;

/**
 * What a cell has only of few owners: violations, blocks, cooldowns, refunds and albums. Guarded by its cell's lock.
 */
final class RareState {

    private static final long NEVER_ANY = Long.MIN_VALUE;

    private @Nullable ViolationsAndBlock enforced;
    private @Nullable ViolationsAndBlock shadow;
    private @Nullable Cooldowns cooldowns;
    private @Nullable RefundIds refunds;
    private @Nullable Albums albums;
    /** Of limits of which two versions are in use; null if there are none. */
    @Nullable
    LimitVersions versions;

    /** What violations have led to, and what administrators decided. */
    static final class ViolationsAndBlock {
        Violations violations = new Violations();

        @Nullable
        CellBlock block;
    }

    /** The violations and the block in this mode; null if there never were any. */
    @Nullable
    ViolationsAndBlock known(Mode mode) {
        return mode == Mode.SHADOW ? shadow : enforced;
    }

    /** The violations and the block in this mode. */
    ViolationsAndBlock of(Mode mode) {
        ViolationsAndBlock known = known(mode);
        if (known != null) {
            return known;
        }
        ViolationsAndBlock made = new ViolationsAndBlock();
        if (mode == Mode.SHADOW) {
            shadow = made;
        } else {
            enforced = made;
        }
        return made;
    }

    Cooldowns cooldowns() {
        if (cooldowns == null) {
            cooldowns = new Cooldowns();
        }
        return cooldowns;
    }

    /** The album, if a part of it was seen. */
    Albums.@Nullable Entry album(long value, long atMicros) {
        return albums == null ? null : albums.find(value, atMicros);
    }

    Albums albums() {
        if (albums == null) {
            albums = new Albums();
        }
        return albums;
    }

    RefundIds refunds() {
        if (refunds == null) {
            refunds = new RefundIds();
        }
        return refunds;
    }

    LimitVersions versions() {
        if (versions == null) {
            versions = new LimitVersions();
        }
        return versions;
    }

    void forgetVersions() {
        versions = null;
    }

    @Nullable
    CellBlock block(Mode mode) {
        ViolationsAndBlock known = known(mode);
        return known == null ? null : known.block;
    }

    /** The end of the limit's cooldown; {@link Cooldowns#NONE} if none is in force. */
    long cooldownUntil(String key, long atMicros) {
        return cooldowns == null ? Cooldowns.NONE : cooldowns.until(key, atMicros);
    }

    /** Whether there is a block, in shadow or enforced, or a cooldown, over or not. */
    boolean mayRefuse() {
        return block(Mode.ENFORCE) != null || block(Mode.SHADOW) != null || cooldownsEndMicros() != Cooldowns.NONE;
    }

    /** Lifts all blocks, shadow ones included; they count as ended now, the rungs stay. */
    void unblock(long atMicros) {
        lift(enforced, atMicros);
        lift(shadow, atMicros);
    }

    private static void lift(@Nullable ViolationsAndBlock lifted, long atMicros) {
        if (lifted != null) {
            lifted.block = null;
            lifted.violations.blockLifted(atMicros);
        }
    }

    void endCooldown(String key) {
        if (cooldowns != null) {
            cooldowns.end(key);
        }
    }

    /** Forgets all but the blocks and the refunds. */
    void reset() {
        forgive(enforced);
        forgive(shadow);
        cooldowns = null;
        albums = null;
        versions = null;
    }

    private static void forgive(@Nullable ViolationsAndBlock forgiven) {
        if (forgiven != null) {
            forgiven.violations = new Violations();
        }
    }

    /** From when on all of this is as good as nothing. */
    long endMicros() {
        long blocks = Math.max(blockEndMicros(Mode.ENFORCE), blockEndMicros(Mode.SHADOW));
        long violations = Math.max(violationsEndMicros(enforced), violationsEndMicros(shadow));
        long corrections = Math.max(cooldownsEndMicros(), refunds == null ? NEVER_ANY : refunds.endMicros());
        long others = Math.max(
                albums == null ? NEVER_ANY : albums.endMicros(), versions == null ? NEVER_ANY : versions.endMicros());
        return Math.max(Math.max(blocks, violations), Math.max(corrections, others));
    }

    /** Until when this must not be lost to a flood: the end of the block or of the cooldowns. */
    long protectedUntilMicros() {
        return Math.max(blockEndMicros(Mode.ENFORCE), cooldownsEndMicros());
    }

    private long blockEndMicros(Mode mode) {
        CellBlock block = block(mode);
        return block == null ? NEVER_ANY : block.untilMicros();
    }

    private static long violationsEndMicros(@Nullable ViolationsAndBlock of) {
        return of == null ? NEVER_ANY : of.violations.endMicros();
    }

    private long cooldownsEndMicros() {
        return cooldowns == null ? Cooldowns.NONE : cooldowns.endMicros();
    }

    /**
     * Moves all instants back but those of blocks made by hand, which keep their date.
     *
     * @param latestMicros the latest time written: what had ended by then doesn't come back
     */
    void moveBack(long micros, long latestMicros) {
        moveBack(enforced, micros, latestMicros);
        moveBack(shadow, micros, latestMicros);
        if (cooldowns != null) {
            cooldowns.moveBack(micros);
        }
        if (refunds != null) {
            refunds.moveBack(micros);
        }
        if (albums != null) {
            albums.moveBack(micros);
        }
        if (versions != null) {
            versions.moveBack(micros);
        }
    }

    private static void moveBack(@Nullable ViolationsAndBlock moved, long micros, long latestMicros) {
        if (moved == null) {
            return;
        }
        moved.violations.moveBack(micros);
        CellBlock block = moved.block;
        if (block != null) {
            moved.block = block.untilMicros() <= latestMicros ? null : block.movedBack(micros);
        }
    }

    void tell(StoredItems into) {
        into.add(StoredItem.Kind.BLOCK, block(Mode.ENFORCE));
        into.add(StoredItem.Kind.SHADOW_BLOCK, block(Mode.SHADOW));
        tell(enforced, into);
        tell(shadow, into);
        if (cooldowns != null) {
            cooldowns.tell(into);
        }
        if (refunds != null) {
            refunds.tell(into);
        }
        if (albums != null) {
            albums.tell(into);
        }
    }

    private static void tell(@Nullable ViolationsAndBlock of, StoredItems into) {
        if (of != null && of.violations.endMicros() != NEVER_ANY) {
            into.add(StoredItem.Kind.OFFENCES, "", of.violations.endMicros());
        }
    }
}
