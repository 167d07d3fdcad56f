package dev.botsentinel.data;

import dev.botsentinel.data.storage.DataOwner;
import dev.botsentinel.data.storage.DataStorage;
import dev.botsentinel.data.storage.DataWrite;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A storage in which somebody has put other values for one owner. */
record MutatedStorage(DataStorage storage, Map<String, byte[]> values) implements DataStorage {

    @Override
    public Map<String, byte[]> read(DataOwner owner, Set<String> names, Instant now) {
        Map<String, byte[]> found = new HashMap<>(values);
        found.keySet().retainAll(names);
        return found;
    }

    @Override
    public Map<String, byte[]> readAll(DataOwner owner, Instant now) {
        return new HashMap<>(values);
    }

    @Override
    public boolean write(DataOwner owner, DataWrite write, Instant now) {
        return storage.write(owner, write, now);
    }

    @Override
    public boolean remove(DataOwner owner, String name) {
        return storage.remove(owner, name);
    }

    @Override
    public int removeAll(DataOwner owner) {
        return storage.removeAll(owner);
    }

    @Override
    public void keepUntil(DataOwner owner, Instant until, Instant now) {
        storage.keepUntil(owner, until, now);
    }

    @Override
    public List<DataOwner> owners(DataOwner after, int limit) {
        return storage.owners(after, limit);
    }

    @Override
    public int sweep(Instant now, Set<String> hollow) {
        return storage.sweep(now, hollow);
    }

    @Override
    public void close() {}
}
