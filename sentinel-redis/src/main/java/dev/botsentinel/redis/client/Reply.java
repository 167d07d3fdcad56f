package dev.botsentinel.redis.client;

import dev.botsentinel.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a script: the server's time, a code, and what the code calls for. It has one of three forms, of which the
 * last two cost the server and the network less:
 *
 * <ul>
 *   <li>a list: the time in microseconds, the code, then {@link #number numbers} and {@link #bytes texts} from {@link
 *       #REST} on;
 *   <li>one text: the time in 7 bytes, the code in one, then the {@link #payload};
 *   <li>one number, whose code is {@link #NUMBER}: the lower 26 bits are the microseconds left until the deadline, the
 *       others a {@link #singleNumber}.
 * </ul>
 *
 * <p>Immutable. Accessors throw a {@link StoreException} if the script answered something else.
 */
public final class Reply {

    /** The code of a call that came after its deadline; nothing was done. */
    public static final int LATE = 0;

    /** The code of an answer that is a single number. */
    public static final int NUMBER = 5;

    /** The index of the first item after time and code. */
    public static final int REST = 2;

    private static final int TIME = 0;
    private static final int CODE = 1;
    private static final int TIME_BYTES = 7;
    private static final int PAYLOAD = TIME_BYTES + 1;
    /** How many lower bits of a single number hold the time until the deadline. */
    public static final int TIME_BITS = 26;

    private final List<?> items;
    private final long deadlineMicros;

    /** @param deadlineMicros the deadline of the call, in server time */
    Reply(List<?> items, long deadlineMicros) {
        this.items = items;
        this.deadlineMicros = deadlineMicros;
    }

    /** The server's time when the script ran. */
    public long serverMicros() {
        if (isNumber()) {
            return deadlineMicros - (number(TIME) & ((1L << TIME_BITS) - 1));
        }
        return items.get(TIME) instanceof byte[] ? packed().getLong(0) & (-1L >>> Byte.SIZE) : number(TIME);
    }

    /** The code; its meaning is the script's, {@link #LATE} and {@link #NUMBER} aside. */
    public int code() {
        if (isNumber()) {
            return NUMBER;
        }
        return items.get(TIME) instanceof byte[] ? packed().get(TIME_BYTES) : (int) number(CODE);
    }

    /** The number of an answer that is a single number, without the time. */
    public long singleNumber() {
        return number(TIME) >>> TIME_BITS;
    }

    /** The bytes after the code, in an answer that is one text; little-endian. */
    public ByteBuffer payload() {
        return packed().position(PAYLOAD);
    }

    /** The number of items, time and code included. */
    public int size() {
        return items.size();
    }

    /** The number at an index. */
    public long number(int index) {
        if (items.get(index) instanceof Long number) {
            return number;
        }
        throw unexpected();
    }

    /** Whether the item at an index is nil or false. */
    public boolean isNil(int index) {
        return items.get(index) == null;
    }

    /** The text at an index; null for nil. */
    public byte @Nullable [] bytes(int index) {
        Object item = items.get(index);
        if (item == null || item instanceof byte[]) {
            return (byte[]) item;
        }
        throw unexpected();
    }

    private boolean isNumber() {
        return items.size() == 1 && items.get(TIME) instanceof Long;
    }

    private ByteBuffer packed() {
        if (items.size() == 1 && items.get(TIME) instanceof byte[] bytes && bytes.length >= PAYLOAD) {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        throw unexpected();
    }

    private static StoreException unexpected() {
        return new StoreException("unexpected answer from a script; is there a proxy between here and Redis?");
    }
}
