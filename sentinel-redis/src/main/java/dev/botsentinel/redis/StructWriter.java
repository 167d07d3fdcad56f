package dev.botsentinel.redis;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes what the scripts unpack with {@code struct}: little-endian, numbers as doubles. Not thread-safe. */
final class StructWriter {

    /** An instant that never comes, and a duration without an end; every other number is below. */
    static final long NEVER = 1L << 53;

    /** An instant before all others, and none at all. */
    static final long BEFORE = -NEVER;

    private static final int START = 96;
    private static final int LOW_BITS_COUNT = 7;
    private static final int LOW_BITS = 0x7F;
    private static final int MORE = 0x80;
    private static final int INSTANT_BYTES = 7;

    private ByteBuffer buffer = ByteBuffer.allocate(START).order(ByteOrder.LITTLE_ENDIAN);

    /** {@code B}. */
    StructWriter small(int number) {
        room(1).put((byte) number);
        return this;
    }

    /** {@code c1}. */
    StructWriter letter(char letter) {
        return small(letter);
    }

    /** {@code I2}. */
    StructWriter medium(int number) {
        room(Short.BYTES).putShort((short) number);
        return this;
    }

    /**
     * {@code d}.
     *
     * @throws IllegalArgumentException if a double can't hold it exactly
     */
    StructWriter number(long number) {
        if (number > NEVER || number < BEFORE) {
            throw new IllegalArgumentException("scripts count up to 2^53, " + number + " is beyond");
        }
        room(Double.BYTES).putDouble((double) number);
        return this;
    }

    /** {@code Bc0}. */
    StructWriter counted(byte[] bytes) {
        return small(bytes.length).raw(bytes);
    }

    /** A number of 0 or more in as few bytes as it needs; no such text is the beginning of another. */
    StructWriter shortest(long number) {
        long rest = number;
        while (rest > LOW_BITS) {
            small((int) (rest & LOW_BITS) | MORE);
            rest >>>= LOW_BITS_COUNT;
        }
        return small((int) rest);
    }

    /** {@code c8}: a number that is only compared. */
    StructWriter value(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    /** {@code I7}: an instant or duration of 0 or more. */
    StructWriter instant(long micros) {
        room(INSTANT_BYTES);
        for (int i = 0; i < INSTANT_BYTES; i++) {
            buffer.put((byte) (micros >>> (Byte.SIZE * i)));
        }
        return this;
    }

    /** Bytes as they are. */
    StructWriter raw(byte[] bytes) {
        room(bytes.length).put(bytes);
        return this;
    }

    /** Reads {@code I7}, an instant that a script wrote. */
    static long instant(ByteBuffer from) {
        long micros = 0;
        for (int i = 0; i < INSTANT_BYTES; i++) {
            micros |= (from.get() & 0xFFL) << (Byte.SIZE * i);
        }
        return micros;
    }

    byte[] bytes() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private ByteBuffer room(int needed) {
        if (buffer.remaining() < needed) {
            int larger = Math.max(2 * buffer.capacity(), buffer.position() + needed);
            buffer = ByteBuffer.allocate(larger).order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
        }
        return buffer;
    }
}
