package dev.botsentinel.data.storage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A storage that ends with the process: for tests, and for data that may. Never blocks. Thread-safe. */
public final class MemoryDataStorage implements DataStorage {

    private static final int MAXIMUM_OWNERS = 1_000_000;

    private static final Cells.Journal NONE = new Cells.Journal() {
        @Override
        public void keep(DataOwner owner, Cell cell) {}

        @Override
        public void forget(DataOwner owner) {}
    };

    private final Cells cells;

    private MemoryDataStorage(int maximumOwners) {
        this.cells = new Cells(NONE, maximumOwners);
    }

    /** A storage for at most a million owners. */
    public static MemoryDataStorage create() {
        return new MemoryDataStorage(MAXIMUM_OWNERS);
    }

    /** A storage for at most so many owners, 1 or more; data of any more is refused with a {@code StoreException}. */
    public static MemoryDataStorage create(int maximumOwners) {
        return new MemoryDataStorage(maximumOwners);
    }

    @Override
    public Map<String, byte[]> read(DataOwner owner, Set<String> names, Instant now) {
        return cells.read(owner, names, now);
    }

    @Override
    public Map<String, byte[]> readAll(DataOwner owner, Instant now) {
        return cells.readAll(owner, now);
    }

    @Override
    public boolean write(DataOwner owner, DataWrite write, Instant now) {
        return cells.write(owner, write, now);
    }

    @Override
    public boolean remove(DataOwner owner, String name) {
        return cells.remove(owner, name);
    }

    @Override
    public int removeAll(DataOwner owner) {
        return cells.removeAll(owner);
    }

    @Override
    public void keepUntil(DataOwner owner, Instant until, Instant now) {
        cells.keepUntil(owner, until, now);
    }

    @Override
    public List<DataOwner> owners(@Nullable DataOwner after, int limit) {
        return cells.owners(after, limit);
    }

    @Override
    public int sweep(Instant now, Set<String> hollow) {
        return cells.sweep(now, hollow);
    }

    /** Nothing to close. */
    @Override
    public void close() {}
}
