package dev.botsentinel.storage.tests;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at what a storage keeps and for how long. */
public interface ExpiryInspector {

    /**
     * Something kept: an owner's state, or a part of it where parts are kept apart.
     *
     * @param name what to call it in a failure
     * @param remaining how long it is kept from now on; null for ever
     */
    record Entry(String name, @Nullable Duration remaining) {}

    /** What is kept now. Indexes, such as the one that lists blocks, are no entries. */
    List<Entry> entries();

    /**
     * How much longer than its contents an entry may be kept: zero, unless the storage keeps entries on so that a clock
     * which steps back finds them; at most a minute.
     */
    default Duration slack() {
        return Duration.ZERO;
    }
}
