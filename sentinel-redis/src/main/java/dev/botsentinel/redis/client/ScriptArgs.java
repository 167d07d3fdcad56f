package dev.botsentinel.redis.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A script with its keys and arguments. Immutable: callers hand over their arrays and don't change them afterwards. */
public final class ScriptArgs {

    /** In place of a time to decide by: the script uses the server's clock. */
    public static final long SERVER_TIME = -(1L << 53);

    private static final byte[] NONE = {};
    private static final int TIMES_AND_TOKEN = 2 * Double.BYTES + Integer.BYTES;

    private final Script script;
    private final byte[][] keys;
    private final byte[] values;
    private final byte[][] others;

    /**
     * A call with values in its first argument, which spares the server an argument.
     *
     * @param keys at least one, all in one slot
     * @param values follow deadline, time and token in the first argument
     * @param others the arguments after the first
     */
    public ScriptArgs(Script script, byte[][] keys, byte[] values, byte[][] others) {
        this.script = script;
        this.keys = keys;
        this.values = values;
        this.others = others;
    }

    /** A call with nothing but deadline, time and token in its first argument. */
    public ScriptArgs(Script script, List<byte[]> keys, List<byte[]> others) {
        this(script, keys.toArray(byte[][]::new), NONE, others.toArray(byte[][]::new));
    }

    Script script() {
        return script;
    }

    byte[][] keys() {
        return keys;
    }

    /**
     * All arguments of one attempt.
     *
     * @param token what the answer has to start with
     */
    byte[][] arguments(long deadlineMicros, long nowMicros, int token) {
        byte[][] all = new byte[1 + others.length][];
        all[0] = ByteBuffer.allocate(TIMES_AND_TOKEN + values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble((double) deadlineMicros)
                .putDouble((double) nowMicros)
                .putInt(token)
                .put(values)
                .array();
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }
}
