package dev.botsentinel.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Scope;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All cells, one per owner of whom something is known. Thread-safe.
 */
/*
 * Model. A cell is in one of three places: in the cache, in the protected region, or nowhere. Only a cell in the cache is
 * asked and told anything, by whoever has locked it and found its flag `cached` set. The cache's eviction listener clears
 * the flag under the cell's lock and, in the same step, moves the cell to the region if it must not be lost; the cache's
 * loader moves it back. Both run inside the cache's atomic operation on that key, so nobody finds an owner in neither
 * place while its cell is moving. Whoever holds a cell whose flag is cleared lets go of all locks and looks up again.
 *
 * Protection is decided when a cell is evicted, not when it is written: the common path pays nothing for it, and there is
 * no moment at which a block is committed but not protected, because the listener waits for the cell's lock and judges
 * what it then finds.
 *
 * Lock order: the cache's own locks → cells → the region's. So the cache is touched only when no cell is locked.
 * Cells of several owners are locked in the order of their scopes. A cell's scope never changes and a plan has at most one
 * owner per scope, so whoever waits for a cell holds only cells of lower scopes: a cycle of waiting threads would need
 * scopes that increase all the way round. Owners of the same scope never meet in one plan, so ids need no order.
 *
 * Absence. A plan that writes nothing to an unknown owner creates no cell for it, yet must not miss one that is created
 * before it commits. Every cell that comes into the cache first increments a counter shared by the owners of a hash;
 * who found nothing notes the counter before its last look and, holding all its locks, checks that it still stands. Then
 * the owner is still unknown. Two owners that share a counter cost each other a second look, no more.
 *
 * Progress. An evaluation needs the cells of all its owners in the cache at the same time. Where there is room for a few
 * only, its own lookups could evict each other for ever. So after some attempts it pins them: a pinned cell weighs nothing,
 * which the cache takes for a reason not to evict it.
 *
 * Expiry. A cell in which everything has ended is as good as none, so nothing depends on when it goes; it goes a minute
 * later (a clock set back by less forgives nothing), when the sweep comes by: every 10 ms of the store's time, or when a
 * cell is due if they are few, some thread looks at the next ones after its decision, all of them within a minute or so. Rejected: the cache's own expiry per
 * entry, which moves an entry between timer buckets on each lookup; with 100,000 users a decision took twice as long. And
 * it ends entries by a deadline told beforehand, which a commit may just have outgrown.
 */
final class Cells {

    /** A clock set back by less than this forgives nothing. */
    static final long GRACE_MICROS = 60_000_000;

    private static final int SWEEP_EVERY_MICROS = 10_000;
    private static final int SWEEP_ALL_MICROS = 60_000_000;
    private static final int SWEEP_MOST = 1000;
    private static final int ARRIVALS = 1024;
    private static final int FEWEST_INDEXED = 1024;
    private static final int MOST_INDEXED = 1 << 26;

    private final Cache<Cell, Cell> cache;
    private final Policy<Cell, Cell> quietly;
    private volatile CellIndex index = new CellIndex(FEWEST_INDEXED);
    private final int mostIndexed;
    private final ProtectedCells protectedCells;
    private final BlocksBySubject blocks = new BlocksBySubject();
    private final AtomicIntegerArray arrivals = new AtomicIntegerArray(ARRIVALS);
    private final ConcurrentLinkedQueue<ProtectedCells.Entry> lost = new ConcurrentLinkedQueue<>();
    private final AtomicLong lostCount = new AtomicLong();
    private final LimitNumbers numbers = new LimitNumbers();
    private final StoreTime time;
    private final AtomicLong sweptMicros;
    /** How long after the last sweep a cell is due; without a lock, as it is but a hint. */
    private int sweepEveryMicros = SWEEP_EVERY_MICROS;
    /** How much of a whole pass is due: cells times microseconds. */
    private final AtomicLong sweepOwed = new AtomicLong();

    private final ReentrantLock sweeping = new ReentrantLock();
    private Iterator<Cell> unswept = Collections.emptyIterator();
    private final Function<Cell, @Nullable Cell> finding = this::takeBack;
    private final Function<Cell, Cell> creating = this::takeBackOrCreate;
    private final Function<Cell, Cell> keeping = this::takeBackOrKeep;

    Cells(long maximumEntries, long protectedEntries, StoreTime time) {
        this.time = time;
        this.sweptMicros = new AtomicLong(time.nowMicros());
        this.protectedCells = new ProtectedCells(protectedEntries, this::dropped);
        this.cache = Caffeine.newBuilder()
                .maximumWeight(maximumEntries)
                .weigher((Cell key, Cell cell) -> cell.pins == 0 ? 1 : 0)
                .executor(Runnable::run)
                .evictionListener(this::evicted)
                .build();
        this.quietly = cache.policy();
        long most = Math.max(FEWEST_INDEXED, Math.min(maximumEntries, MOST_INDEXED));
        this.mostIndexed = (int) Long.highestOneBit(2 * most - 1);
    }

    StoreTime time() {
        return time;
    }

    BlocksBySubject blocks() {
        return blocks;
    }

    /** What the owner's cell is looked for by. */
    Cell key(Owner owner) {
        return new Cell(this, owner.scope(), Facts.of(owner));
    }

    /** What counts by the limit in these cells. */
    LimitCounter counter(AppliedLimit limit) {
        return LimitCounter.of(limit, numbers);
    }

    /** The key of the limit with this number; empty if it isn't known any more. Looks at all keys. */
    String limitKey(int number) {
        KeyNumbers.Assigned<String> known = numbers.keys().assigned(number);
        return known == null ? "" : known.key();
    }

    /** The shape of a bucket by its number; null if no plan of late has had it. */
    KeyNumbers.@Nullable Assigned<TokenBucket.Shape> bucketShape(int number) {
        return numbers.buckets().assigned(number);
    }

    /** The owner's cell, if anything is known of it. */
    @Nullable
    Cell find(Cell key) {
        Cell frozen = protectedCells.peek(key);
        return cache.get(frozen == null ? key : frozen, finding);
    }

    /** The same, told to the cache now and then. */
    @Nullable
    Cell find(Cell key, long nowMicros) {
        Cell cell = peek(key);
        return cell == null || cell.isToBeTold(nowMicros) ? find(key) : cell;
    }

    /** The cell of an update's owner, if anything is known of it. The subject's is mostly found in the facts. */
    @Nullable
    Cell find(Scope scope, Facts facts, long nowMicros) {
        Cell cell = scope == Scope.USER
                        && facts.subjectState() instanceof Cell found
                        && found.isCachedBy(this)
                        && found.isSubjectOf(facts)
                ? found
                : peek(scope, facts);
        if (cell == null) {
            return find(new Cell(this, scope, facts));
        }
        return cell.isToBeTold(nowMicros) ? find(cell) : cell;
    }

    /** Where cells are found first; the cache may have those that aren't there. */
    CellIndex index() {
        return index;
    }

    /** The cell of an update's owner if it is in the cache, which isn't told. */
    @Nullable
    Cell peek(Scope scope, Facts facts) {
        Cell cell = switch (scope) {
            case USER -> facts.isSubjectNumber() ? index.find(CellKey.USER, facts.subjectNumber()) : null;
            case CHAT -> facts.isChatNumber() ? index.find(CellKey.CHAT, facts.chatNumber()) : null;
            case GLOBAL -> index.find(CellKey.GLOBAL, 0);
            case MEMBER, TOPIC, SPACE, SPACE_MEMBER -> null;
        };
        return cell != null ? cell : peek(new Cell(this, scope, facts));
    }

    /** The owner's cell if it is in the cache, which isn't told. */
    @Nullable
    Cell peek(Cell key) {
        CellIndex known = index;
        Cell cell = known.find(key);
        if (cell == null) {
            cell = quietly.getIfPresentQuietly(key);
            if (cell != null) {
                known.add(cell);
                growIndex(known);
            }
        }
        return cell;
    }

    private void growIndex(CellIndex full) {
        if (!full.isWorthGrowing()) {
            return;
        }
        if (cache.estimatedSize() > full.places() / 2 && full.places() < mostIndexed) {
            index = new CellIndex(2 * full.places());
        } else {
            full.stay();
        }
    }

    /**
     * The owner's enforced block, without moving its cell: who lists thousands of protected cells must not push as many
     * others out of the cache. A cell that moves meanwhile is looked up as usual.
     */
    @Nullable
    CellBlock peekBlock(Cell key, long nowMicros) {
        Cell cell = peek(key);
        if (cell == null) {
            cell = protectedCells.peek(key);
        }
        if (cell == null) {
            cell = find(key);
        }
        if (cell == null) {
            return null;
        }
        synchronized (cell) {
            return cell.blockNow(nowMicros);
        }
    }

    /** The manual block in force of the subject with the id of the update's chat; null if there is none. No cell is locked. */
    @Nullable
    CellBlock manualBlockOfChat(Facts facts, long nowMicros) {
        if (!blocks.hasManual()) {
            return null;
        }
        String chat = facts.chat();
        if (chat == null || !blocks.isManual(chat)) {
            return null;
        }
        CellBlock block = peekBlock(key(Owner.user(chat)), nowMicros);
        return block != null && block.isManual() ? block : null;
    }

    /** The owner's cell, a new one if nothing is known of it. */
    Cell findOrCreate(Cell key) {
        Cell frozen = protectedCells.peek(key);
        return frozen == null ? cache.get(new Cell(key), keeping) : cache.get(frozen, creating);
    }

    /** The owner's cell, which the cache holds on to until {@link #unpin}; null if nothing is known and none is made. */
    @Nullable
    Cell pin(Cell key, boolean create) {
        return cache.asMap().compute(new Cell(key), (added, known) -> {
            Cell cell = known != null ? known : create ? takeBackOrKeep(added) : takeBack(added);
            if (cell != null) {
                cell.pins++;
            }
            return cell;
        });
    }

    void unpin(Cell key) {
        cache.asMap().computeIfPresent(key, (same, cell) -> {
            cell.pins--;
            return cell;
        });
    }

    /** A number that changes when a cell of this owner comes into the cache. */
    int arrivals(Cell key) {
        return arrivals.get(arrivalsOf(key));
    }

    /** Whether nothing in the cell can change a decision any more, grace included. The cell is locked or frozen. */
    static boolean isOver(Cell cell, long nowMicros) {
        return isOver(cell.endMicros(), nowMicros);
    }

    static boolean isOver(CellBlock block, long nowMicros) {
        return isOver(block.untilMicros(), nowMicros);
    }

    static boolean isOver(long endMicros, long nowMicros) {
        return plus(endMicros, GRACE_MICROS) <= nowMicros;
    }

    /** Lets go of some cells in which everything has ended, if it is time to. No cell is locked. */
    void sweepIfDue(long nowMicros) {
        long swept = sweptMicros.get();
        long elapsed = nowMicros - swept;
        if ((elapsed >= sweepEveryMicros || elapsed < 0) && sweptMicros.compareAndSet(swept, nowMicros)) {
            long size = cache.estimatedSize();
            sweepEveryMicros = (int) Math.max(SWEEP_EVERY_MICROS, SWEEP_ALL_MICROS / Math.max(1, size));
            long elapsedOrPass = Math.min(Math.abs(elapsed), SWEEP_ALL_MICROS);
            long owed = sweepOwed.addAndGet(size * elapsedOrPass);
            long count = owed / SWEEP_ALL_MICROS;
            if (count > 0 && sweep(count, nowMicros)) {
                sweepOwed.set(owed % SWEEP_ALL_MICROS);
            }
        }
    }

    /** The next protected cell that was dropped before its time, told once; null if there is none. No cell is locked. */
    ProtectedCells.@Nullable Entry pollLost() {
        return lost.isEmpty() ? null : lost.poll();
    }

    /** How many protected cells were dropped before their time. */
    long lostCount() {
        return lostCount.get();
    }

    long cachedEntries() {
        return cache.estimatedSize();
    }

    long protectedEntries() {
        return protectedCells.size();
    }

    /** Lets go of all cells in which everything has ended, and does what the cache has put off. */
    void cleanUp() {
        long now = time.nowMicros();
        cache.asMap().values().forEach(cell -> dropIfOver(cell, now));
        cache.cleanUp();
        protectedCells.cleanUp(now);
    }

    /** Shows what is kept. No cell is locked. */
    void forEach(Consumer<Cell> action) {
        cache.asMap().values().forEach(action);
        protectedCells.forEach(action);
    }

    void clear() {
        cache.invalidateAll();
        index = new CellIndex(FEWEST_INDEXED);
        protectedCells.clear();
        blocks.clear();
    }

    private Cell takeBackOrCreate(Cell key) {
        Cell known = takeBack(key);
        if (known != null) {
            return known;
        }
        arrived(key);
        return new Cell(key);
    }

    /** The key is a cell that was made just now: it becomes the owner's, if there is none. */
    private Cell takeBackOrKeep(Cell key) {
        Cell known = takeBack(key);
        if (known != null) {
            return known;
        }
        arrived(key);
        return key;
    }

    private @Nullable Cell takeBack(Cell key) {
        Cell cell = protectedCells.takeBack(key);
        if (cell != null) {
            arrived(key);
            synchronized (cell) {
                cell.cached = true;
            }
        }
        return cell;
    }

    private void arrived(Cell key) {
        sweepEveryMicros = SWEEP_EVERY_MICROS; // there are more cells now: the next sweep computes it anew
        arrivals.incrementAndGet(arrivalsOf(key));
    }

    private static int arrivalsOf(Cell key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (ARRIVALS - 1);
    }

    /**
     * Looks at cells until so many stay; those that go don't count, or a crowd that left would go ever more slowly.
     *
     * @return whether it is this thread that swept
     */
    private boolean sweep(long count, long nowMicros) {
        if (!sweeping.tryLock()) {
            return false;
        }
        try {
            if (!unswept.hasNext()) {
                unswept = cache.asMap().values().iterator();
            }
            long stay = 0;
            for (int i = 0; i < SWEEP_MOST && stay < count && unswept.hasNext(); i++) {
                stay += dropIfOver(unswept.next(), nowMicros) ? 0 : 1;
            }
            return true;
        } finally {
            sweeping.unlock();
        }
    }

    /** Lets go of an owner's cell if everything in it has ended. The cell isn't locked. */
    void dropIfOver(Cell key) {
        Cell cell = peek(key);
        if (cell != null) {
            boolean unused = dropIfOver(cell, time.nowMicros());
        }
    }

    private boolean dropIfOver(Cell seen, long nowMicros) {
        boolean over;
        synchronized (seen) {
            over = isOver(seen, nowMicros);
        }
        if (over) {
            cache.asMap().computeIfPresent(seen, (same, cell) -> isDropped(cell, nowMicros) ? null : cell);
        }
        return over;
    }

    /** Runs inside the cache's atomic operation on this owner. */
    private boolean isDropped(Cell cell, long nowMicros) {
        synchronized (cell) {
            if (cell.pins != 0 || !isOver(cell, nowMicros)) {
                return false;
            }
            cell.cached = false;
            index.remove(cell);
            blocks.remove(cell);
            return true;
        }
    }

    /** Runs inside the cache's atomic operation on this owner. */
    private void evicted(@Nullable Cell key, @Nullable Cell cell, RemovalCause cause) {
        if (cell == null) {
            return; // the cache doesn't hold it weakly
        }
        long now = time.nowMicros();
        synchronized (cell) {
            cell.cached = false;
            index.remove(cell);
            long protectedUntil = cell.protectedUntilMicros();
            if (plus(protectedUntil, GRACE_MICROS) > now) {
                protectedCells.keep(cell, now);
            } else {
                blocks.remove(cell);
            }
        }
    }

    /** Runs under the region's lock. */
    private void dropped(ProtectedCells.Entry entry, long nowMicros) {
        blocks.remove(entry.cell());
        if (entry.untilMicros() > entry.cell().latest(nowMicros)) {
            lostCount.incrementAndGet();
            lost.add(entry);
        }
    }

    static long plus(long micros, long more) {
        return micros > Long.MAX_VALUE - more ? Long.MAX_VALUE : micros + more;
    }
}
