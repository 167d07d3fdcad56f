package dev.botsentinel.cli;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Checks that a line is text in UTF-8, strictly. A JSON reader alone would take overlong sequences for characters, and
 * zeros for a sign of UTF-16. Not thread-safe.
 */
final class LineText {

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer ignored = CharBuffer.allocate(1024);

    /** @throws BadLineException if the line is blank or no text */
    void check(byte[] line) throws BadLineException {
        boolean blank = true;
        boolean ascii = true;
        for (byte b : line) {
            if (b == 0) {
                throw new BadLineException("the line has a zero byte; updates are JSON in UTF-8");
            }
            blank &= b == ' ' || b == '\t' || b == '\r';
            ascii &= b > 0;
        }
        if (blank) {
            throw new BadLineException("the line is blank");
        }
        if (!ascii && !isUtf8(line)) {
            throw new BadLineException("the line is not valid UTF-8");
        }
    }

    private boolean isUtf8(byte[] line) {
        ByteBuffer in = ByteBuffer.wrap(line);
        decoder.reset();
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            ignored.clear();
            result = decoder.decode(in, ignored, true);
        }
        return !result.isError();
    }
}
