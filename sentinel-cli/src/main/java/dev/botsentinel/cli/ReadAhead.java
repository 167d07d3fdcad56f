package dev.botsentinel.cli;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recording on a thread of its own, ahead of whoever takes its entries. An entry can be taken as soon as it is read,
 * so a recording that is still being written is replayed as it grows. One thread takes.
 *
 * <p>Memory holds what was read ahead, and what was taken and isn't used yet: twice {@value #MOST_BYTES} bytes of the file and
 * a line.
 */
/*
 * Parsing takes some 40 % of a replay, so on a second core it is free. Entries change hands by the list: the taker swaps its
 * empty one for all that was read, so neither waits for the other more than once for some hundred lines.
 */
final class ReadAhead implements AutoCloseable {

    /** So many bytes are read before the reader waits: some 500 usual updates. */
    static final long MOST_BYTES = 256 << 10;

    private static final long MILLIS_TO_END = 1_000;

    /**
     * An update, or why it is none.
     *
     * @param update null if it is none
     * @param error what is wrong with it; empty if it is an update
     * @param bytesRead of the file, to get here
     */
    record Entry(@Nullable RecordedUpdate update, String error, long bytesRead) {}

    private final Recording recording;
    private final Thread reader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private ArrayDeque<Entry> read = new ArrayDeque<>();
    private long readBytes;
    private boolean ended;
    private boolean closed;
    private @Nullable Throwable failure;

    // Only of the thread that takes.
    private ArrayDeque<Entry> taken = new ArrayDeque<>();

    private ReadAhead(Recording recording) {
        this.recording = recording;
        this.reader = new Thread(this::readAll, "sentinel-recording");
        this.reader.setDaemon(true);
    }

    static ReadAhead of(Recording recording) {
        ReadAhead ahead = new ReadAhead(recording);
        ahead.reader.start();
        return ahead;
    }

    /**
     * The next entry; null at the end of the file.
     *
     * @throws IOException if the file can't be read on; all entries before are taken then
     */
    @Nullable
    Entry next() throws IOException {
        if (taken.isEmpty()) {
            takeAll();
        }
        return taken.poll();
    }

    Thread reader() {
        return reader;
    }

    /** What was lost of what was read, for the user; empty if nothing. To be asked at the end of the file. */
    String note() {
        return recording.note();
    }

    /** Ends the reader, unless the file itself lets it wait: then it ends with the process. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        reader.interrupt();
        try {
            reader.join(MILLIS_TO_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeAll() throws IOException {
        lock.lock();
        try {
            while (read.isEmpty() && !ended) {
                changed.awaitUninterruptibly();
            }
            ArrayDeque<Entry> empty = taken;
            taken = read;
            read = empty;
            readBytes = 0;
            changed.signalAll();
            if (taken.isEmpty() && failure != null) {
                rethrow(failure);
            }
        } finally {
            lock.unlock();
        }
    }

    private static void rethrow(Throwable failure) throws IOException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    private void readAll() {
        Throwable thrown = null;
        try {
            long before = 0;
            while (recording.next()) {
                long bytesRead = recording.bytesRead();
                if (!add(entry(bytesRead), bytesRead - before)) {
                    break;
                }
                before = bytesRead;
            }
        } catch (Throwable e) {
            thrown = e;
        }
        end(thrown);
    }

    private Entry entry(long bytesRead) {
        try {
            return new Entry(recording.update(), "", bytesRead);
        } catch (BadLineException e) {
            return new Entry(null, Objects.requireNonNullElse(e.getMessage(), ""), bytesRead);
        }
    }

    /** False if nobody wants more. */
    private boolean add(Entry entry, long bytes) {
        lock.lock();
        try {
            while (readBytes >= MOST_BYTES && !closed) {
                changed.awaitUninterruptibly();
            }
            if (read.isEmpty()) {
                changed.signalAll();
            }
            read.add(entry);
            readBytes += bytes;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable Throwable thrown) {
        lock.lock();
        try {
            failure = thrown;
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
