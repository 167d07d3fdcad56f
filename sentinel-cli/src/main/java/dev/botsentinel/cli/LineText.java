package dev.botsentinel.cli;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks that a line is text at all. A JSON reader alone would take zeros for a sign of UTF-16. */
final class LineText {

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private LineText() {}

    /** @throws BadLineException if the line is blank or no text */
    static void check(byte[] line) throws BadLineException {
        if (hasZero(line)) {
            throw new BadLineException("the line has a zero byte; updates are JSON in UTF-8");
        }
        int start = 0;
        while (start < line.length && isBlank(line[start])) {
            start++;
        }
        if (start == line.length) {
            throw new BadLineException("the line is blank");
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    /** Looks at eight bytes at once: see "Determine if a word has a zero byte" in S. E. Anderson, Bit Twiddling Hacks. */
    private static boolean hasZero(byte[] line) {
        int next = 0;
        for (; next + Long.BYTES <= line.length; next += Long.BYTES) {
            long word = (long) WORD.get(line, next);
            if (((word - LOW_BITS) & ~word & HIGH_BITS) != 0) {
                return true;
            }
        }
        for (; next < line.length; next++) {
            if (line[next] == 0) {
                return true;
            }
        }
        return false;
    }
}
