package dev.botsentinel.record;

import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.MonotonicTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Collects what a {@link Recorder} is made of. Not thread-safe. */
public final class RecorderBuilder {

    /** A line is shorter than this, unless an entry of the policy is as long. */
    private static final long SMALLEST_FILE = 4096;

    final Path directory;
    final FingerprintKey key;
    final Set<String> actions = new HashSet<>();
    long maxFileBytes = 64L << 20;
    Duration maxFileAge = Duration.ofHours(1);
    long maxTotalBytes = 1L << 30;
    int capacity = 8192;
    InstantSource time = new MonotonicTime();

    RecorderBuilder(Path directory, FingerprintKey key) {
        this.directory = Objects.requireNonNull(directory, "directory");
        this.key = Objects.requireNonNull(key, "key");
    }

    /**
     * Actions, longer paths and {@code prefix*} that are recorded as they are, beside those that the policy names: what the
     * bot's authors have named, such as {@code /start}, {@code message}, {@code callback:buy}. Of all others there are hashes.
     */
    public RecorderBuilder actions(String... names) {
        actions.addAll(List.of(names));
        return this;
    }

    /**
     * How large and how old a file gets before the next one begins; 64 MiB and an hour by default.
     *
     * @throws IllegalArgumentException if it is smaller than 4,096 bytes or the age isn't positive
     */
    public RecorderBuilder rotate(long maxFileBytes, Duration maxFileAge) {
        if (maxFileBytes < SMALLEST_FILE || maxFileAge.isZero() || maxFileAge.isNegative()) {
            throw new IllegalArgumentException("rotate is " + maxFileBytes + " bytes and " + maxFileAge
                    + ", but must be " + SMALLEST_FILE + " bytes or more and a positive duration");
        }
        this.maxFileBytes = maxFileBytes;
        this.maxFileAge = maxFileAge;
        return this;
    }

    /** How many bytes all recordings in the directory have at most; 1 GiB by default. The oldest files go first. */
    public RecorderBuilder maxTotalBytes(long maxTotalBytes) {
        this.maxTotalBytes = maxTotalBytes;
        return this;
    }

    /**
     * How many lines wait to be written at most; 8,192 by default. Their contents wait as well, up to 16 million characters. What comes
     * on top is dropped and counted.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public RecorderBuilder capacity(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity is " + capacity + ", but must be 1 or more");
        }
        this.capacity = capacity;
        return this;
    }

    /** The time of the lines; a {@link MonotonicTime} by default. Give the guard and a storage in memory the same one. */
    public RecorderBuilder time(InstantSource time) {
        this.time = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * A recorder, whose thread runs; the first file is made with the first line.
     *
     * @throws IllegalArgumentException if fewer than two files fit in {@link #maxTotalBytes}
     */
    public Recorder build() {
        if (maxTotalBytes < 2 * maxFileBytes) {
            throw new IllegalArgumentException("maxTotalBytes is " + maxTotalBytes + ", but must be at least twice the "
                    + maxFileBytes + " bytes of a file; make files smaller by rotate");
        }
        return new Recorder(this).start();
    }
}
