package dev.botsentinel.redis;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes what the scripts unpack with {@code struct}: little-endian, numbers as doubles. Not thread-safe. */
final class Packed {

    /** An instant that never comes, and a duration without an end; every other number is below. */
    static final long NEVER = 1L << 53;

    /** An instant before all others, and none at all. */
    static final long BEFORE = -NEVER;

    private static final int START = 96;

    private ByteBuffer buffer = ByteBuffer.allocate(START).order(ByteOrder.LITTLE_ENDIAN);

    /** {@code B}. */
    Packed small(int number) {
        room(1).put((byte) number);
        return this;
    }

    /** {@code c1}. */
    Packed letter(char letter) {
        return small(letter);
    }

    /** {@code I2}. */
    Packed medium(int number) {
        room(Short.BYTES).putShort((short) number);
        return this;
    }

    /**
     * {@code d}.
     *
     * @throws IllegalArgumentException if a double can't hold it exactly
     */
    Packed number(long number) {
        if (number > NEVER || number < BEFORE) {
            throw new IllegalArgumentException("scripts count up to 2^53, " + number + " is beyond");
        }
        room(Double.BYTES).putDouble((double) number);
        return this;
    }

    /** {@code c8}: a number that is only compared. */
    Packed value(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    /** Bytes as they are. */
    Packed raw(byte[] bytes) {
        room(bytes.length).put(bytes);
        return this;
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
