package dev.botsentinel.memory;

import dev.botsentinel.store.DenialHistory;
import dev.botsentinel.store.FingerprintKey;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link MemoryStore}. Not thread-safe.
 *
 * <pre>{@code
 * MemoryStore store = MemoryStore.builder()
 *         .maximumEntries(1_000_000)
 *         .onEvicted(eviction -> log.warn("too many blocked at once"))
 *         .build();
 * }</pre>
 */
public final class MemoryStoreBuilder {

    private static final long DEFAULT_ENTRIES = 200_000;

    private @Nullable InstantSource time;
    private long maximumEntries = DEFAULT_ENTRIES;
    private @Nullable Long protectedEntries;
    private @Nullable FingerprintKey fingerprintKey;
    private int denialsPerSubject;
    private Consumer<? super MemoryStore.Eviction> onEvicted = eviction -> {};

    MemoryStoreBuilder() {}

    /**
     * The time by which everything is decided, asked once per decision. Unless said, it is the system's clock at the
     * start, carried on by {@link System#nanoTime}: a clock that is corrected later moves nobody's budget.
     */
    public MemoryStoreBuilder time(InstantSource time) {
        this.time = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * The most owners that are kept; 200,000 unless said. An active user takes some 300 bytes.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public MemoryStoreBuilder maximumEntries(long maximumEntries) {
        if (maximumEntries < 1) {
            throw new IllegalArgumentException(
                    "maximumEntries is " + maximumEntries + ", but must be at least 1; 200000 is the default");
        }
        this.maximumEntries = maximumEntries;
        return this;
    }

    /**
     * The most owners that are kept beyond those because they are blocked automatically or have exhausted a limit; a
     * quarter of {@link #maximumEntries} unless said. When there are more, the one whose exhaustion ends soonest is
     * forgotten, and only if all are blocked the one whose block does; it is counted, and told to {@link #onEvicted}. Manual blocks don't count.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public MemoryStoreBuilder protectedEntries(long protectedEntries) {
        if (protectedEntries < 0) {
            throw new IllegalArgumentException("protectedEntries is " + protectedEntries
                    + ", but must be at least 0; a quarter of maximumEntries is the default");
        }
        this.protectedEntries = protectedEntries;
        return this;
    }

    /** The key with which content is hashed; a random one unless said, because nobody else sees this state. */
    public MemoryStoreBuilder fingerprintKey(FingerprintKey fingerprintKey) {
        this.fingerprintKey = Objects.requireNonNull(fingerprintKey, "fingerprintKey");
        return this;
    }

    /**
     * Keeps the last denials of each subject, for whoever is asked why the bot is silent: time, action, reason and rule, no content. Off
     * unless said. They go a day after the subject's last denial, and when 100,000 runs are kept in all, the least denied subject's do.
     *
     * @param perSubject how many runs of equal denials are kept of a subject
     * @throws IllegalArgumentException if it is not 1 to 100
     */
    public MemoryStoreBuilder keepDenials(int perSubject) {
        this.denialsPerSubject = DenialHistory.checkPerSubject(perSubject);
        return this;
    }

    /**
     * Hears of each protected owner that had to be forgotten before its time, which is logged too. Called after a decision on the
     * thread that made it, which waits; may use the store. What it throws is logged.
     */
    public MemoryStoreBuilder onEvicted(Consumer<? super MemoryStore.Eviction> onEvicted) {
        this.onEvicted = Objects.requireNonNull(onEvicted, "onEvicted");
        return this;
    }

    /** An empty storage. */
    public MemoryStore build() {
        long bound = protectedEntries != null ? protectedEntries : maximumEntries / 4;
        StoreTime storeTime = time == null ? new StoreTime.Monotonic() : new StoreTime.Injected(time);
        Cells cells = new Cells(maximumEntries, bound, storeTime);
        return new MemoryStore(
                cells,
                fingerprintKey != null ? fingerprintKey : FingerprintKey.random(),
                denialsPerSubject == 0 ? null : new MemoryDenials(denialsPerSubject, storeTime),
                onEvicted);
    }
}
