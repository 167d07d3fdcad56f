package dev.botsentinel.cli;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a file, without a byte order mark at its start, through a buffer that lets its readers look ahead and work
 * on it directly. Not thread-safe.
 */
final class FileBytes {

    private static final int SIZE = 1 << 16;

    private final InputStream in;
    private long bytesRead;
    private boolean ended;

    /** What is read ahead stands from {@link #position} to {@link #limit}. */
    final byte[] buffer = new byte[SIZE];

    int position;
    int limit;

    /** The number of the line at the position, from 1. */
    long line = 1;

    /** The number of the next character in the line, from 1, where documents are read. */
    long column = 1;

    /** @throws IOException if the start of the file can't be read */
    FileBytes(InputStream in) throws IOException {
        this.in = in;
        if (peek(0) == 0xEF && peek(1) == 0xBB && peek(2) == 0xBF) {
            position = 3;
        }
    }

    /** Whether there is a byte at the position, which is then in the buffer. */
    boolean more() throws IOException {
        return position < limit || fill(1);
    }

    /**
     * A byte ahead, 0 to 255; -1 beyond the end of the file.
     *
     * @param ahead how far, 0 for the next; less than the buffer's size
     */
    int peek(int ahead) throws IOException {
        return position + ahead < limit || fill(ahead + 1) ? buffer[position + ahead] & 0xFF : -1;
    }

    /** Counts a line feed that was passed. */
    void nextLine() {
        line++;
        column = 1;
    }

    /** How many bytes were read so far, those ahead included. */
    long bytesRead() {
        return bytesRead;
    }

    private boolean fill(int wanted) throws IOException {
        if (ended) {
            return false;
        }
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        while (limit < wanted) {
            int read = in.read(buffer, limit, buffer.length - limit);
            if (read <= 0) {
                ended = true;
                return false;
            }
            limit += read;
            bytesRead += read;
        }
        return true;
    }
}
