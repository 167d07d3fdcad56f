package dev.botsentinel.cli;

import java.io.IOException;
import java.util.Arrays;

/**
 * Reads a file line by line as bytes, each line bounded, so that no input makes the process grow. A line ends with a line
 * feed or with the file; a carriage return before that is dropped. Not thread-safe.
 */
final class LineReader {

    /** The longest line. A real update has a few thousand bytes. */
    static final int MAX_LINE_BYTES = 64 << 20;

    private static final int USUAL_BYTES = 1 << 16;

    private final FileBytes bytes;
    private byte[] line = new byte[0];
    private boolean tooLong;

    /** The start of a line that spans several buffers. */
    private byte[] held = new byte[0];

    private int heldBytes;

    LineReader(FileBytes bytes) {
        this.bytes = bytes;
    }

    /** Goes to the line at the position; false at the end of the file. */
    boolean next() throws IOException {
        heldBytes = 0;
        tooLong = false;
        while (bytes.more()) {
            int end = lineFeed();
            if (end >= 0) {
                finish(end);
                bytes.position = end + 1;
                bytes.nextLine();
                return true;
            }
            hold(bytes.limit);
            bytes.position = bytes.limit;
        }
        boolean unended = heldBytes > 0 || tooLong;
        finish(bytes.position);
        return unended;
    }

    /**
     * The bytes of the line, without its end.
     *
     * @throws BadLineException if it had more than {@link #MAX_LINE_BYTES} and was skipped
     */
    byte[] line() throws BadLineException {
        if (tooLong) {
            throw new BadLineException(
                    "the line is longer than " + (MAX_LINE_BYTES >> 20) + " MiB; each update is a line of its own");
        }
        return line;
    }

    private int lineFeed() {
        byte[] buffer = bytes.buffer;
        int limit = bytes.limit;
        for (int i = bytes.position; i < limit; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Keeps what is read of a line; of one that is too long, nothing. One byte more may be a carriage return. */
    private void hold(int end) {
        int more = end - bytes.position;
        if (tooLong || heldBytes + more > MAX_LINE_BYTES + 1) {
            tooLong = true;
            held = new byte[0];
            heldBytes = 0;
            return;
        }
        if (heldBytes + more > held.length) {
            held = Arrays.copyOf(held, Math.max(heldBytes + more, Math.min(2 * held.length, MAX_LINE_BYTES + 1)));
        }
        System.arraycopy(bytes.buffer, bytes.position, held, heldBytes, more);
        heldBytes += more;
    }

    private void finish(int end) {
        if (heldBytes == 0 && !tooLong) {
            int start = bytes.position;
            line = Arrays.copyOfRange(bytes.buffer, start, withoutCarriageReturn(bytes.buffer, start, end));
            return;
        }
        hold(end);
        line = Arrays.copyOf(held, withoutCarriageReturn(held, 0, heldBytes));
        tooLong |= line.length > MAX_LINE_BYTES;
        if (held.length > USUAL_BYTES) {
            held = new byte[0];
        }
    }

    private static int withoutCarriageReturn(byte[] line, int start, int end) {
        return end > start && line[end - 1] == '\r' ? end - 1 : end;
    }
}
