package dev.botsentinel.redis;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A script to run, and on what. Immutable: its arrays are handed over and not changed any more. */
final class ScriptArgs {

    private static final byte[] NONE = {};
    private static final int TIMES = 2 * Double.BYTES;

    private final Script script;
    private final byte[][] keys;
    private final byte[] values;
    private final byte[][] others;

    /**
     * Arguments with values of a plan.
     *
     * @param values what the first argument ends with, behind the deadline and the time, which each attempt makes anew
     * @param others what follows the first argument
     */
    ScriptArgs(Script script, byte[][] keys, byte[] values, byte[][] others) {
        this.script = script;
        this.keys = keys;
        this.values = values;
        this.others = others;
    }

    ScriptArgs(Script script, List<byte[]> keys, List<byte[]> others) {
        this(script, keys.toArray(byte[][]::new), NONE, others.toArray(byte[][]::new));
    }

    Script script() {
        return script;
    }

    byte[][] keys() {
        return keys;
    }

    /** All arguments of an attempt, as {@code prologue.lua} reads the first. */
    byte[][] arguments(long deadlineMicros, long nowMicros) {
        byte[][] all = new byte[1 + others.length][];
        all[0] = ByteBuffer.allocate(TIMES + values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble((double) deadlineMicros)
                .putDouble((double) nowMicros)
                .put(values)
                .array();
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }
}
