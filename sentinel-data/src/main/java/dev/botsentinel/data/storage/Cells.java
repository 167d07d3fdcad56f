package dev.botsentinel.data.storage;

import dev.botsentinel.store.StoreException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The owners of a storage in this process. Writers of one owner take turns; readers wait for nobody. Thread-safe. */
final class Cells {

    /** Makes a change durable before anybody sees it. */
    interface Journal {

        /** Keeps the owner's new state in place of the old one. */
        void keep(DataOwner owner, Cell cell);

        /** Keeps that the owner has nothing. */
        void forget(DataOwner owner);
    }

    private final ConcurrentHashMap<DataOwner, Cell> cells = new ConcurrentHashMap<>();
    private final NavigableSet<String> order = new ConcurrentSkipListSet<>();
    private final Journal journal;
    private final int maximumOwners;

    Cells(Journal journal, int maximumOwners) {
        if (maximumOwners < 1) {
            throw new IllegalArgumentException(
                    "a storage for " + maximumOwners + " owners holds nothing; give 1 or more");
        }
        this.journal = journal;
        this.maximumOwners = maximumOwners;
    }

    /** Takes over what was kept before. */
    void restore(DataOwner owner, Cell cell) {
        cells.put(owner, cell);
        order.add(owner.encoded());
    }

    Map<String, byte[]> read(DataOwner owner, Set<String> names, Instant now) {
        Cell cell = cells.get(owner);
        if (cell == null) {
            return Map.of();
        }
        Map<String, byte[]> found = new HashMap<>(2 * names.size());
        for (String name : names) {
            byte[] value = cell.live(name, now);
            if (value != null) {
                found.put(name, value.clone());
            }
        }
        return found;
    }

    Map<String, byte[]> readAll(DataOwner owner, Instant now) {
        Cell cell = cells.get(owner);
        return cell == null ? Map.of() : read(owner, cell.values().keySet(), now);
    }

    boolean write(DataOwner owner, DataWrite write, Instant now) {
        if (write.value().length > DataStorage.MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(
                    "the value has " + write.value().length + " bytes, the longest has " + DataStorage.MAX_VALUE_BYTES);
        }
        boolean[] written = new boolean[1];
        change(owner, before -> {
            Cell live = before.swept(now);
            if (!Arrays.equals(live.live(write.name(), now), write.expected())
                    || !write.unchanged().stream()
                            .allMatch(other -> Arrays.equals(live.live(other.name(), now), other.value()))) {
                return before;
            }
            if (live.equals(Cell.EMPTY) && before.equals(Cell.EMPTY) && cells.size() >= maximumOwners) {
                throw new StoreException("the storage is full: it holds the data of " + maximumOwners
                        + " owners; shorten retentions, or raise its maximum");
            }
            written[0] = true;
            return live.with(write.name(), new Cell.Value(write.value().clone(), write.until()), write.ownerUntil());
        });
        return written[0];
    }

    boolean remove(DataOwner owner, String name) {
        boolean[] removed = new boolean[1];
        change(owner, before -> {
            removed[0] = before.values().containsKey(name);
            return removed[0] ? before.without(name) : before;
        });
        return removed[0];
    }

    int removeAll(DataOwner owner) {
        int[] removed = new int[1];
        change(owner, before -> {
            removed[0] = before.values().size();
            return Cell.EMPTY;
        });
        return removed[0];
    }

    void keepUntil(DataOwner owner, Instant until, Instant now) {
        change(owner, before -> {
            Cell live = before.swept(now);
            return live.equals(Cell.EMPTY) ? before : live.keptUntil(until);
        });
    }

    List<DataOwner> owners(@Nullable DataOwner after, int limit) {
        NavigableSet<String> rest = after == null ? order : order.tailSet(after.encoded(), false);
        return rest.stream().limit(limit).map(DataOwner::decode).toList();
    }

    int sweep(Instant now, Set<String> hollow) {
        int[] removed = new int[1];
        for (String encoded : order) {
            change(DataOwner.decode(encoded), before -> {
                Cell live = before.swept(now);
                Cell left = hollow.containsAll(live.values().keySet()) ? Cell.EMPTY : live;
                removed[0] += before.values().size() - left.values().size();
                return left;
            });
        }
        return removed[0];
    }

    @SuppressWarnings("ReferenceEquality") // the same cell means that nothing changed
    private void change(DataOwner owner, UnaryOperator<Cell> change) {
        Cell unused = cells.compute(owner, (key, present) -> {
            Cell before = Objects.requireNonNullElse(present, Cell.EMPTY);
            Cell after = change.apply(before);
            if (after == before) {
                return present;
            }
            if (after == Cell.EMPTY) {
                journal.forget(owner);
                order.remove(owner.encoded());
                return null;
            }
            journal.keep(owner, after);
            if (present == null) {
                order.add(owner.encoded());
            }
            return after;
        });
    }
}
