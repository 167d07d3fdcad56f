package dev.botsentinel.redis;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Packs arguments that scripts unpack with {@code struct}: little-endian, numbers as doubles. Not thread-safe. */
final class StructWriter {

    /** An instant that never comes, or an endless duration; all other numbers are smaller. */
    static final long NEVER = 1L << 53;

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
     * @throws IllegalArgumentException if a double can't represent it exactly
     */
    StructWriter number(long number) {
        if (number > NEVER || number < -NEVER) {
            throw new IllegalArgumentException(number + " exceeds 2^53, the largest number that scripts can use");
        }
        room(Double.BYTES).putDouble((double) number);
        return this;
    }

    /** {@code Bc0}. */
    StructWriter counted(byte[] bytes) {
        return small(bytes.length).raw(bytes);
    }

    /** A number of 0 or more in as few bytes as possible; no encoding is a prefix of another. */
    StructWriter shortest(long number) {
        long rest = number;
        while (rest > LOW_BITS) {
            small((int) (rest & LOW_BITS) | MORE);
            rest >>>= LOW_BITS_COUNT;
        }
        return small((int) rest);
    }

    /** {@code c8}: a number that scripts only compare. */
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

    /** Bytes without their length. */
    StructWriter raw(byte[] bytes) {
        room(bytes.length).put(bytes);
        return this;
    }

    /** Reads {@code I7}, an instant packed by a script. */
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
            int capacity = Math.max(2 * buffer.capacity(), buffer.position() + needed);
            buffer =
                    ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
        }
        return buffer;
    }
}
