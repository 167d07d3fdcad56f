package dev.botsentinel.data.storage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where values lie: bytes, by owner and name. It knows nothing of their meaning, and the time is a parameter.
 *
 * <p>Each method is atomic, and what it wrote is visible to all calls made after it returned, on all instances that share the
 * storage. What has ended by the given time is never returned. Thread-safe. Methods may block, for a time that the implementation
 * states, and throw a {@link dev.botsentinel.store.StoreException} if the storage can't answer. Arrays belong to who gets them.
 *
 * <p>{@code DataStorageContract} in this module's tests is what every storage passes.
 */
public interface DataStorage extends AutoCloseable {

    /** The longest value, in bytes. */
    int MAX_VALUE_BYTES = 128 * 1024;

    /** The values that an owner has under these names, all of one instant; what isn't there is missing. */
    Map<String, byte[]> read(DataOwner owner, Set<String> names, Instant now);

    /** All values of an owner. Of one instant only if nobody writes meanwhile. */
    Map<String, byte[]> readAll(DataOwner owner, Instant now);

    /**
     * Writes a value if what is there is as expected.
     *
     * @return whether it was; else nothing was written
     */
    boolean write(DataOwner owner, DataWrite write, Instant now);

    /**
     * Removes a value.
     *
     * @return whether there was one
     */
    boolean remove(DataOwner owner, String name);

    /**
     * Removes all that an owner has, and the owner.
     *
     * @return how many values
     */
    int removeAll(DataOwner owner);

    /** Has all that an owner has end at that time at the latest; of two such times the later one counts. */
    void keepUntil(DataOwner owner, Instant until, Instant now);

    /**
     * The owners, page by page, in the order of {@link DataOwner#encoded}. Those who come or go meanwhile may or may not appear,
     * all others exactly once.
     *
     * @param after null for the first page, then the last of the page before
     * @param limit how many at most, 1 to 10,000
     */
    List<DataOwner> owners(@Nullable DataOwner after, int limit);

    /**
     * Removes what has ended, and owners who have nothing left but values with these names.
     *
     * @return how many values it removed; one that expires by itself may not be counted
     */
    int sweep(Instant now, Set<String> hollow);

    /** Closes what this storage has opened. Idempotent. */
    @Override
    void close();
}
