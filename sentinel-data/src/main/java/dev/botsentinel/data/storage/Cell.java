package dev.botsentinel.data.storage;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that one owner has. Immutable.
 *
 * @param until when all of it ends; null for never
 */
record Cell(Map<String, Value> values, @Nullable Instant until) {

    static final Cell EMPTY = new Cell(Map.of(), null);

    /** A value and its own end. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Value(byte[] bytes, @Nullable Instant until) {

        boolean ended(Instant now) {
            return until != null && !until.isAfter(now);
        }
    }

    byte @Nullable [] live(String name, Instant now) {
        Value value = values.get(name);
        return value == null || value.ended(now) || ended(now) ? null : value.bytes();
    }

    boolean ended(Instant now) {
        return until != null && !until.isAfter(now);
    }

    /** Without what has ended; {@link #EMPTY} if that was all. */
    Cell swept(Instant now) {
        if (ended(now)) {
            return EMPTY;
        }
        Map<String, Value> left = new HashMap<>(values);
        left.values().removeIf(value -> value.ended(now));
        return left.isEmpty() ? EMPTY : left.size() == values.size() ? this : new Cell(Map.copyOf(left), until);
    }

    Cell with(String name, Value value, @Nullable Instant ownerUntil) {
        Map<String, Value> more = new HashMap<>(values);
        more.put(name, value);
        return new Cell(Map.copyOf(more), later(until, ownerUntil));
    }

    Cell without(String name) {
        Map<String, Value> left = new HashMap<>(values);
        left.remove(name);
        return left.isEmpty() ? EMPTY : new Cell(Map.copyOf(left), until);
    }

    Cell keptUntil(Instant end) {
        return new Cell(values, later(until, end));
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
