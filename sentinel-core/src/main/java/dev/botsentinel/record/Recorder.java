package dev.botsentinel.record;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.event.QueueHealth;
import dev.botsentinel.log.ThrottledLog;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a guard decides on to files that {@code sentinel replay} reads, without people in them: keyed hashes stand for ids,
 * contents, and words that users can invent.
 *
 * <pre>{@code
 * Recorder recorder = Recorder.to(Path.of("recordings"), FingerprintKey.ofHex(hex)).build();
 * Sentinel<MyUpdate> sentinel = Sentinel.builder(MyUpdates::toRequest).recorder(recorder)…
 * }</pre>
 *
 * <p>A decision costs an entry in a bounded queue; a daemon thread hashes and writes. What doesn't fit in the queue, or can't be
 * written, is dropped, counted by {@link #dropped}, logged, and told in the file as a gap. Files are bounded in size, age and number.
 *
 * <p>Thread-safe. The recorder is its maker's to close, after the guard; one recorder records one guard.
 */
public final class Recorder implements DecisionListener, AutoCloseable {

    /** How many characters of contents wait at most. */
    static final long MOST_CHARACTERS = 16_000_000;

    private static final Duration DRAIN = Duration.ofSeconds(5);

    /** After a file could not be written, so that a full disk isn't tried with each line. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** So many lines reach the disk together, unless none is waiting. */
    private static final int MOST_UNFLUSHED = 256;

    /**
     * What waits to be written.
     *
     * @param request what was decided on, or whose subject was resolved
     * @param resolution null for a decision
     * @param characters of the request's content
     */
    private record Entry(
            Instant at, Request request, @Nullable Resolution resolution, int characters) {}

    private static final Entry END =
            new Entry(Instant.MAX, Request.builder("end").build(), null, 0);

    private final InstantSource time;
    private final int capacity;
    private final BlockingQueue<Entry> waiting;
    private final AtomicLong characters = new AtomicLong();
    private final LongAdder dropped = new LongAdder();
    private final AtomicLong missing = new AtomicLong();
    private final LongAdder written = new LongAdder();
    private final RecordedLines lines;
    private final RecordingFiles files;
    private final ThrottledLog log = ThrottledLog.of(Recorder.class);
    private final Thread thread;
    private volatile KnownWords words;
    private volatile boolean closing;
    private volatile boolean ended;

    // Touched by the writing thread alone.

    /** Until then nothing is written. */
    private Instant pausedUntil = Instant.MIN;

    /** How many lines may not have reached the disk. */
    private int unflushed;

    Recorder(RecorderBuilder builder) {
        this.time = builder.time;
        this.capacity = builder.capacity;
        this.waiting = new ArrayBlockingQueue<>(builder.capacity);
        this.words = KnownWords.of(builder.actions);
        this.lines = new RecordedLines(Pseudonyms.by(builder.key));
        this.files =
                new RecordingFiles(builder.directory, builder.maxFileBytes, builder.maxFileAge, builder.maxTotalBytes);
        this.thread = new Thread(null, this::run, "sentinel-recorder", 0, false);
        this.thread.setDaemon(true);
    }

    /**
     * A builder for a recorder.
     *
     * @param directory where the files go, one directory for each instance; made, for its owner alone, if it isn't there
     * @param key what ids and contents are hashed with; whoever has it can tell who is who
     */
    public static RecorderBuilder to(Path directory, FingerprintKey key) {
        return new RecorderBuilder(directory, key);
    }

    Recorder start() {
        thread.start();
        return this;
    }

    /** Takes the names in a policy for words that may be recorded as they are; the guard says which policies it follows. */
    public void follow(PolicySet policy) {
        words = words.and(policy);
    }

    /** The guard decided on a request. */
    @Override
    public void decided(Request request, EffectivePolicy policy, Decision decision, long nanos) {
        offer(request, null);
    }

    /** The guard takes the request's subject for this principal from now on. */
    public void resolved(Request request, Resolution resolution) {
        offer(request.withoutContent(), resolution);
    }

    private void offer(Request request, @Nullable Resolution resolution) {
        int size = characters(request);
        boolean fits = characters.addAndGet(size) <= MOST_CHARACTERS || size == 0;
        Entry entry = new Entry(time.instant(), request, resolution, size);
        if (closing || !fits || !waiting.offer(entry) || (ended && waiting.remove(entry))) {
            characters.addAndGet(-size);
            drop(1);
            log.warn("A line of the recording was dropped, for the recorder's queue is full or closed", "");
        }
    }

    private static int characters(Request request) {
        String text = request.text();
        if (text != null) {
            return text.length();
        }
        Content content = request.content();
        return content == null
                ? 0
                : content.values().stream().mapToInt(String::length).sum();
    }

    private void drop(long count) {
        dropped.add(count);
        missing.addAndGet(count);
    }

    /** How many lines were lost so far, for lack of room, because they could not be written, or came after the end. */
    public long dropped() {
        return dropped.sum();
    }

    /** How many lines were written so far. */
    public long written() {
        return written.sum();
    }

    /** How full the queue is. */
    public QueueHealth health() {
        return new QueueHealth("recorder", waiting.size(), capacity, dropped());
    }

    private void run() {
        try {
            for (Entry entry = next(); entry != null; entry = next()) {
                characters.addAndGet(-entry.characters);
                write(entry);
            }
        } finally {
            end();
        }
    }

    /** The next entry, waited for; what is written by then reaches the disk. Null at the end. */
    private @Nullable Entry next() {
        Entry next = waiting.poll();
        if (next == null || unflushed >= MOST_UNFLUSHED) {
            flush();
        }
        try {
            // Looked at once more after the end was said: what came before it is in the queue by then.
            while (next == null) {
                boolean last = closing;
                next = waiting.poll(1, TimeUnit.SECONDS);
                if (next == null && last) {
                    return null;
                }
            }
        } catch (InterruptedException closed) {
            return null; // the time of close() is up
        }
        return END.equals(next) ? null : next;
    }

    private void write(Entry entry) {
        Instant at = entry.at;
        if (at.isBefore(pausedUntil)) {
            drop(1);
            return;
        }
        unflushed++;
        try {
            long gap = missing.getAndSet(0);
            if (gap > 0) {
                files.write(lines.gap(at, gap), at);
            }
            files.write(line(entry), at);
        } catch (IOException e) {
            failed(at, e);
        }
    }

    private byte[] line(Entry entry) {
        Resolution resolution = entry.resolution;
        return resolution == null
                ? lines.request(entry.at, entry.request, words)
                : lines.principal(entry.at, Objects.requireNonNull(entry.request.subjectId()), resolution, words);
    }

    private void flush() {
        try {
            files.flush();
            written.add(unflushed);
            unflushed = 0;
        } catch (IOException e) {
            failed(time.instant(), e);
        }
    }

    /** What has not reached the disk is lost; the next file is tried a second later. */
    private void failed(Instant now, IOException cause) {
        drop(unflushed);
        unflushed = 0;
        pausedUntil = now.plus(RETRY);
        log.warn("The recording could not be written, lines are lost", cause);
        files.abandon();
    }

    /**
     * Takes no more lines, waits up to 5 s for those that still wait to be written, and ends the thread. Idempotent.
     */
    @Override
    public void close() {
        closing = true;
        boolean unused = waiting.offer(END);
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, DRAIN.toNanos());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }

    /** By the writing thread: what still waits is dropped. */
    private void end() {
        ended = true;
        for (Entry left = waiting.poll(); left != null; left = waiting.poll()) {
            if (!END.equals(left)) {
                drop(1);
            }
        }
        try {
            files.close();
            written.add(unflushed);
        } catch (IOException e) {
            failed(time.instant(), e);
        }
        log.close();
    }
}
