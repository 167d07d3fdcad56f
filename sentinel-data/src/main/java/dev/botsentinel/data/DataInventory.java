package dev.botsentinel.data;

import dev.botsentinel.data.storage.DataOwner;
import dev.botsentinel.data.storage.DataStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept, of how many. Immutable.
 *
 * @param fields the declared fields, then those that are stored and declared no more
 * @param owners how many owners there are
 * @param untouched after how long without use an owner's data is deleted; null for never
 * @param wrappedBy how many owners' keys each master key wraps: one that wraps none may be destroyed
 */
public record DataInventory(
        List<Entry> fields, long owners, @Nullable Duration untouched, Map<Integer, Long> wrappedBy) {

    /**
     * Counts what a storage has, as the bot that last wrote there declared it: for tools that lack the bot's classes. Goes through all
     * owners.
     */
    public static DataInventory of(DataStorage storage, Instant now) {
        return InventoryCount.ofNote(storage, now);
    }

    /**
     * A field, and how many owners have a value of it.
     *
     * @param type null for a field that isn't declared any more
     * @param retention null for until it is removed
     */
    public record Entry(
            String field,
            DataOwner.Kind owner,
            @Nullable String type,
            @Nullable Sensitivity sensitivity,
            @Nullable Duration retention,
            boolean optional,
            String purpose,
            long count) {}
}
