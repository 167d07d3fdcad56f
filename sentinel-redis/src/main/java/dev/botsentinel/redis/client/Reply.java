package dev.botsentinel.redis.client;

import dev.botsentinel.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a script: the token of the call, the server's time, a code, and what the code calls for. It has one of two forms, of
 * which the second costs the server and the network less:
 *
 * <ul>
 *   <li>a list: the token, the time in microseconds, the code, then {@link #number numbers} and {@link #bytes texts} from {@link
 *       #REST} on;
 *   <li>one text: the token in 4 bytes, the time in 7, the code in one, then the {@link #payload}.
 * </ul>
 *
 * <p>Immutable. Accessors throw a {@link StoreException} if the script answered something else.
 */
public final class Reply {

    /** The code of a call that came after its deadline; nothing was done. */
    public static final int LATE = 0;

    /** The index of the first item after token, time and code. */
    public static final int REST = 3;

    private static final int TOKEN = 0;
    private static final int TIME = 1;
    private static final int CODE = 2;

    private static final int TIME_AT = Integer.BYTES;
    private static final int TIME_BYTES = 7;
    private static final int CODE_AT = TIME_AT + TIME_BYTES;
    private static final int PAYLOAD_AT = CODE_AT + 1;

    private final List<?> items;

    Reply(List<?> items) {
        this.items = items;
    }

    /** Whether an answer starts with this token. */
    static boolean isFor(int token, List<?> items) {
        Object first = items.isEmpty() ? null : items.get(TOKEN);
        if (first instanceof Long number) {
            return number == Integer.toUnsignedLong(token);
        }
        return first instanceof byte[] text
                && items.size() == 1
                && text.length >= Integer.BYTES
                && littleEndian(text).getInt() == token;
    }

    /** The server's time when the script ran. */
    public long serverMicros() {
        return isText() ? packed().getLong(TIME_AT) & (-1L >>> Byte.SIZE) : number(TIME);
    }

    /** The code; its meaning is the script's, {@link #LATE} aside. */
    public int code() {
        return isText() ? packed().get(CODE_AT) : (int) number(CODE);
    }

    /** The bytes after the code, in an answer that is one text; little-endian. */
    public ByteBuffer payload() {
        return packed().position(PAYLOAD_AT);
    }

    /** The number of items, token, time and code included. */
    public int size() {
        return items.size();
    }

    /** The number at an index. */
    public long number(int index) {
        if (index < items.size() && items.get(index) instanceof Long number) {
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

    private boolean isText() {
        return items.get(TOKEN) instanceof byte[];
    }

    private ByteBuffer packed() {
        if (items.size() == 1 && items.get(TOKEN) instanceof byte[] bytes && bytes.length >= PAYLOAD_AT) {
            return littleEndian(bytes);
        }
        throw unexpected();
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static StoreException unexpected() {
        return new StoreException("unexpected answer from a script; is there a proxy between here and Redis?");
    }
}
