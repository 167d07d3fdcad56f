package dev.botsentinel.data.storage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value to be written, and when not to. The arrays must not change.
 *
 * @param name the value's name, {@code [#a-z0-9_.-]}
 * @param expected what has to be there; null for nothing
 * @param until when the value ends; null if it doesn't end by itself
 * @param ownerUntil when all that the owner has ends, if nobody touches it; null for never
 * @param unchanged other values of the same owner that have to be as they are here, else nothing is written; may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, compared by nobody
public record DataWrite(
        String name,
        byte @Nullable [] expected,
        byte[] value,
        @Nullable Instant until,
        @Nullable Instant ownerUntil,
        List<Unchanged> unchanged) {

    /**
     * A value that has to be as it is here.
     *
     * @param value null if there must be none
     */
    public record Unchanged(String name, byte @Nullable [] value) {}

    public DataWrite {
        unchanged = List.copyOf(unchanged);
    }
}
