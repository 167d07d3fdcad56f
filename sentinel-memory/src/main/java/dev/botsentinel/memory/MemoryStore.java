package dev.botsentinel.memory;

import dev.botsentinel.access.PrincipalCache;
import dev.botsentinel.log.ThrottledLog;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.store.DenialHistory;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The storage for one process: guard state in memory, gone when the process ends.
 *
 * <pre>{@code
 * SentinelStore store = MemoryStore.create();
 * }</pre>
 *
 * <p>Bounded: it keeps at most so many owners (users, chats, members of chats), and forgets first whom it saw least. So
 * that a flood of invented ids is no pardon, an owner who is blocked, or has exhausted a limit, gets a place in a second,
 * bounded region instead of being forgotten; see {@link MemoryStoreBuilder#protectedEntries} and {@link
 * MemoryStoreBuilder#onEvicted}. Manual blocks are never forgotten. What has ended is dropped when others come.
 *
 * <p>Thread-safe. Decides on the calling thread: every stage is complete when it is returned. A decision locks its owners
 * and nobody else, for the time it takes to count; cost: a few hundred nanoseconds.
 */
public final class MemoryStore implements SentinelStore {

    private final ThrottledLog log = ThrottledLog.of(MemoryStore.class);

    private final Cells cells;
    private final FingerprintKey fingerprintKey;
    private final Consumer<? super Eviction> onEvicted;
    private final @Nullable MemoryDenials denials;
    private final StoreAdmin admin;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * A protected owner that had to be forgotten before its time, because too many others were protected.
     *
     * @param owner who was forgotten
     * @param blocked whether it was blocked; else it had exhausted a limit
     * @param until when its protection would have ended
     */
    public record Eviction(Owner owner, boolean blocked, Instant until) {}

    /**
     * How full a storage is.
     *
     * @param entries owners that are kept, approximately
     * @param protectedEntries owners that would have been forgotten if they weren't protected, manual blocks included
     * @param evictions protected owners that had to be forgotten before their time, so far
     */
    public record Stats(long entries, long protectedEntries, long evictions) {}

    /** @param denials null to keep none */
    MemoryStore(
            Cells cells,
            FingerprintKey fingerprintKey,
            @Nullable MemoryDenials denials,
            Consumer<? super Eviction> onEvicted) {
        this.cells = cells;
        this.fingerprintKey = fingerprintKey;
        this.onEvicted = onEvicted;
        this.denials = denials;
        this.admin = new MemoryAdmin(this, cells, denials);
    }

    /** A storage with the defaults of {@link #builder()}. */
    public static MemoryStore create() {
        return builder().build();
    }

    /** Starts to configure a storage. */
    public static MemoryStoreBuilder builder() {
        return new MemoryStoreBuilder();
    }

    @Override
    public PreparedPlan prepare(Plan plan) {
        return PreparedMemoryPlan.of(plan, this, cells);
    }

    @Override
    public FingerprintKey fingerprintKey() {
        return fingerprintKey;
    }

    /** Principals stand in the subjects' cells, so that a decision finds both with one look-up. */
    @Override
    public @Nullable PrincipalCache claimPrincipalCache() {
        return claimed.compareAndSet(false, true) ? new CellPrincipals(cells) : null;
    }

    @Override
    public DenialHistory denials() {
        return denials == null ? DenialHistory.NONE : denials;
    }

    @Override
    public StoreAdmin admin() {
        return admin;
    }

    /** How full the storage is now. Cheap. */
    public Stats stats() {
        return new Stats(cells.cachedEntries(), cells.protectedEntries(), cells.lostCount());
    }

    @Override
    public void close() {
        closed = true;
        cells.clear();
        log.close();
    }

    Cells cells() {
        return cells;
    }

    /** Answers on this thread; whatever goes wrong fails the stage. */
    <T extends @Nullable Object> CompletionStage<T> answer(Supplier<T> operation) {
        try {
            checkOpen();
            T answer = operation.get();
            tellEvictions();
            return CompletableFuture.completedFuture(answer);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failed(failure));
        }
    }

    /** @throws StoreException if the storage is closed */
    void checkOpen() {
        if (closed) {
            throw new StoreException("the storage is closed; open a new one");
        }
    }

    /** What the caller is told of a failure. */
    static StoreException failed(RuntimeException failure) {
        return failure instanceof StoreException known
                ? known
                : new StoreException("the memory storage failed; look at the cause", failure);
    }

    /** No lock is held here, so that the listener may do what it likes. */
    void tellEvictions() {
        ProtectedCells.@Nullable Entry lost = cells.pollLost();
        while (lost != null) {
            tell(lost);
            lost = cells.pollLost();
        }
    }

    private void tell(ProtectedCells.Entry lost) {
        boolean blocked = lost.isBlocked();
        log.warn(
                blocked
                        ? "A blocked owner was forgotten before its time: too many are protected"
                        : "An owner who had exhausted a limit was forgotten before its time: too many are protected",
                "raise protectedEntries");
        Instant until = Micros.instant(lost.untilMicros());
        try {
            onEvicted.accept(new Eviction(lost.cell().owner(), blocked, until));
        } catch (RuntimeException failure) {
            log.warnWithTrace("The listener for evictions failed and was passed over", failure);
        }
    }
}
