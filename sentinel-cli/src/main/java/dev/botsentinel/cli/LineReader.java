package dev.botsentinel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a file line by line as bytes, each line bounded, so that no input makes the process grow. A line ends with a line
 * feed or with the file; a carriage return before that, and a byte order mark at the start of the file, are dropped.
 * Not thread-safe.
 */
final class LineReader {

    /** The longest line. A real update has a few thousand bytes. */
    static final int MAX_LINE_BYTES = 64 << 20;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long bytesRead;
    private boolean started;

    private byte[] line = new byte[0];
    private boolean tooLong;

    /** The start of a line that spans several buffers. */
    private byte[] held = new byte[0];

    private int heldBytes;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line, the first one at the first call; false at the end of the file. */
    boolean next() throws IOException {
        if (!started) {
            start();
        }
        heldBytes = 0;
        tooLong = false;
        while (position < limit || fill()) {
            int end = lineFeed();
            if (end >= 0) {
                finish(end);
                position = end + 1;
                return true;
            }
            hold(limit);
            position = limit;
        }
        boolean unended = heldBytes > 0 || tooLong;
        finish(position);
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

    /** How many bytes of the file were read to get here; some of the next line may be among them. */
    long bytesRead() {
        return bytesRead;
    }

    private void start() throws IOException {
        started = true;
        boolean more = true;
        while (more && limit < BYTE_ORDER_MARK.length) {
            more = fill();
        }
        if (limit >= BYTE_ORDER_MARK.length
                && Arrays.equals(buffer, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length)) {
            position = BYTE_ORDER_MARK.length;
        }
    }

    /** Reads on: behind what is there, or from the buffer's start if all of that is consumed. */
    private boolean fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = 0;
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read <= 0) {
            return false;
        }
        limit += read;
        bytesRead += read;
        return true;
    }

    private int lineFeed() {
        for (int i = position; i < limit; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Keeps what is read of a line; of one that is too long, nothing. One byte more may be a carriage return. */
    private void hold(int end) {
        int more = end - position;
        if (tooLong || heldBytes + more > MAX_LINE_BYTES + 1) {
            tooLong = true;
            held = new byte[0];
            heldBytes = 0;
            return;
        }
        if (heldBytes + more > held.length) {
            held = Arrays.copyOf(held, Math.max(heldBytes + more, Math.min(2 * held.length, MAX_LINE_BYTES + 1)));
        }
        System.arraycopy(buffer, position, held, heldBytes, more);
        heldBytes += more;
    }

    private void finish(int end) {
        if (heldBytes == 0 && !tooLong) {
            line = Arrays.copyOfRange(buffer, position, withoutCarriageReturn(buffer, position, end));
            return;
        }
        hold(end);
        line = Arrays.copyOf(held, withoutCarriageReturn(held, 0, heldBytes));
        tooLong |= line.length > MAX_LINE_BYTES;
        if (held.length > BUFFER_BYTES) {
            held = new byte[0];
        }
    }

    private static int withoutCarriageReturn(byte[] bytes, int start, int end) {
        return end > start && bytes[end - 1] == '\r' ? end - 1 : end;
    }
}
