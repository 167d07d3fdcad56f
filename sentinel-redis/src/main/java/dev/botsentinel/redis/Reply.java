package dev.botsentinel.redis;

import dev.botsentinel.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a script answered: the server's time, a code, and what belongs to the code.
 *
 * @param items all of it; or one item in which all of it is packed, which costs the server and the wire less: a text, or a
 *     number that has in its lower bits how long before the deadline it was
 * @param deadlineMicros the deadline of the call
 */
record Reply(List<?> items, long deadlineMicros) {

    /** The call came too late, and nothing was done. */
    static final int LATE = 0;

    /** The code of what is answered by a number. */
    static final int NUMBER = 5;

    private static final int TIME = 0;
    private static final int CODE = 1;
    private static final int PACKED_CODE = 7;

    /** How many bits of a number tell the time. */
    private static final int TIME_BITS = 26;

    /** Where in a packed item what belongs to the code starts. */
    static final int PACKED_REST = PACKED_CODE + 1;

    /** Where what belongs to the code starts. */
    static final int REST = 2;

    long serverMicros() {
        Object first = items.get(TIME);
        if (isNumber()) {
            return deadlineMicros - (number(TIME) & ((1L << TIME_BITS) - 1));
        }
        return first instanceof byte[] ? StructWriter.instant(packed()) : number(TIME);
    }

    int code() {
        if (isNumber()) {
            return NUMBER;
        }
        return items.get(TIME) instanceof byte[] bytes ? bytes[PACKED_CODE] : (int) number(CODE);
    }

    /** What a number says beside the time. */
    long numberRest() {
        return number(TIME) >>> TIME_BITS;
    }

    private boolean isNumber() {
        return items.size() == 1 && items.get(TIME) instanceof Long;
    }

    /** The one item, from its beginning. */
    ByteBuffer packed() {
        if (items.size() == 1 && items.get(TIME) instanceof byte[] bytes && bytes.length >= PACKED_REST) {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        throw unexpected();
    }

    int size() {
        return items.size();
    }

    long number(int index) {
        if (items.get(index) instanceof Long number) {
            return number;
        }
        throw unexpected();
    }

    /** Whether the script answered nil or false there. */
    boolean isNil(int index) {
        return items.get(index) == null;
    }

    /** Null if the script answered nil there. */
    byte @Nullable [] bytes(int index) {
        Object item = items.get(index);
        if (item == null || item instanceof byte[]) {
            return (byte[]) item;
        }
        throw unexpected();
    }

    private static StoreException unexpected() {
        return new StoreException("a script answered what it never does; is there something between here and Redis?");
    }
}
