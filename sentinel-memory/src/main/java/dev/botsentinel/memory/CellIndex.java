package dev.botsentinel.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A flat index of cells by the hash of their owners, in front of the cache. Forgets at will; what it finds may have left
 * the cache. Thread-safe, without locks.
 */
/*
 * Problem. To find a cell in the cache takes four misses that depend on each other: the table, its node, the cache's node,
 * the cell. Here it is two: tags and references lie in two arrays, at a place that is known before either is read.
 *
 * Approach. Sets of eight places; an owner's set is given by its hash, its place in the set by chance. Each set has a word
 * with a byte of each owner's hash, its tag, so that eight are compared at once and without a branch that the processor
 * could only guess: it goes on to the cell, and to what comes after, while the word is still on its way. One search in 30
 * or so looks at another cell first. A cell that is found is compared with the owner, and its flag `cached` says whether
 * the cache still has it: so a lost, late or torn entry costs a look into the cache, and nothing else ever depends on this
 * index. That is why it can do without any lock: a tag and its reference are two writes, and whoever reads one of each
 * compares owners anyway; two that write to one set at once may lose a tag.
 *
 * What leaves the cache is removed here at once, so that it is garbage. A thread that was about to add a cell when that
 * left may add it too late; it stays until its place is needed, which is why there are never more places than the cache has
 * cells, rounded up to a power of two. Grows with the cache, by starting anew, empty.
 *
 * The cache isn't told of look-ups here; Cell.isToBeTold sees to that, so what is evicted doesn't change.
 *
 * Rejected: references without tags, but with a look at a cell, a miss, to know that it is another one; whole hashes, which
 * need four times the memory to spare that one look in 30; open addressing over the whole table, which needs tombstones or
 * locks to remove.
 */
final class CellIndex {

    private static final int WAYS = 8;

    /** Places before the first set: an array's elements begin 16 bytes after the array, and no set should straddle a line. */
    private static final int OFFSET = 4;

    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(Cell[].class);

    /** One word for each set. */
    private final long[] tags;

    private final Cell[] cells;
    private final int sets;

    /** How many cells were added, about. */
    private int added;

    /** @param places how many cells there is room for; a power of two, 8 at least */
    CellIndex(int places) {
        this.sets = places / WAYS;
        this.tags = new long[sets];
        this.cells = new Cell[OFFSET + places];
    }

    int places() {
        return sets * WAYS;
    }

    /** Whether so many cells were added that it is worth asking how many there are. */
    boolean isWorthGrowing() {
        return added >= places();
    }

    /** Counts anew. */
    void stay() {
        added = 0;
    }

    /** The cell of the owner that has this number, and nothing else, as its id; null if it isn't found. */
    @Nullable
    Cell find(int scope, long number) {
        int hash = CellKey.hash(scope, number);
        int set = set(hash);
        for (long same = matches(tags[set], hash); same != 0; same &= same - 1) {
            Cell cell = (Cell) CELL.getAcquire(cells, OFFSET + set * WAYS + (Long.numberOfTrailingZeros(same) >> 3));
            if (cell != null && cell.isOf(scope, number) && cell.cached) {
                return cell;
            }
        }
        return null;
    }

    /** The cell of the same owner; null if it isn't found. */
    @Nullable
    Cell find(Cell key) {
        int hash = key.hashCode();
        int set = set(hash);
        for (long same = matches(tags[set], hash); same != 0; same &= same - 1) {
            Cell cell = (Cell) CELL.getAcquire(cells, OFFSET + set * WAYS + (Long.numberOfTrailingZeros(same) >> 3));
            if (cell != null && cell.equals(key) && cell.cached) {
                return cell;
            }
        }
        return null;
    }

    /** Adds a cell that the cache has, in the place of one that has left or, if there is none, of another. */
    void add(Cell cell) {
        int hash = cell.hashCode();
        int set = set(hash);
        int way = added++ & (WAYS - 1);
        for (int other = 0; other < WAYS; other++) {
            Cell there = (Cell) CELL.getAcquire(cells, OFFSET + set * WAYS + other);
            if (there == null || !there.cached) {
                way = other;
                break;
            }
        }
        int shift = way << 3;
        tags[set] = (tags[set] & ~(0xFFL << shift)) | (hash & 0xFFL) << shift;
        CELL.setRelease(cells, OFFSET + set * WAYS + way, cell);
    }

    /** Removes a cell that has left the cache. */
    void remove(Cell cell) {
        int first = OFFSET + set(cell.hashCode()) * WAYS;
        for (int place = first; place < first + WAYS; place++) {
            boolean unused = CELL.compareAndSet(cells, place, cell, null);
        }
    }

    /** Scatters the hash: what the sets are chosen by must not be what a hash table below chooses its buckets by. */
    private int set(int hash) {
        return ((hash * 0x9E3779B1) >>> 7) & (sets - 1);
    }

    /**
     * The high bit of each byte of the word that is the hash's low one, its tag. A byte above one that matches may seem to
     * match too: see "Determine if a word has a zero byte" in S. E. Anderson, Bit Twiddling Hacks.
     */
    private static long matches(long word, int hash) {
        long differences = word ^ (hash & 0xFF) * LOW_BITS;
        return (differences - LOW_BITS) & ~differences & HIGH_BITS;
    }
}
