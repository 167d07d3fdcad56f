package dev.botsentinel.memory;

import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.StoredItem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The albums of which one owner sent parts in the last minute: at most {@link Step.Album#CAPACITY}. Guarded by its cell's
 * lock.
 */
final class Albums {

    /** In the order in which they began. */
    private final List<Entry> entries = new ArrayList<>(1);

    /** An album of which a part was seen. */
    static final class Entry {

        /** How the first part was refused; null if it was admitted. */
        @Nullable
        SharedRefusal refusal;

        private final long value;
        private long untilMicros;
        private int parts = 1;

        private Entry(long value, long untilMicros, @Nullable SharedRefusal refusal) {
            this.value = value;
            this.untilMicros = untilMicros;
            this.refusal = refusal;
        }
    }

    /** What the parts of a refused album share. */
    record SharedRefusal(String rule, long untilMicros, int remaining) {}

    /** The album, if it can have another part. */
    @Nullable
    Entry find(long value, long atMicros) {
        for (Entry entry : entries) {
            if (entry.value == value && atMicros < entry.untilMicros) {
                return entry;
            }
        }
        return null;
    }

    /** One more part. A full album is forgotten. */
    void count(Entry entry) {
        if (++entry.parts == Step.Album.PARTS) {
            entries.remove(entry);
        }
    }

    /** The first part. */
    void begin(long value, long atMicros, @Nullable SharedRefusal refusal) {
        entries.removeIf(entry -> entry.untilMicros <= atMicros || entry.value == value);
        if (entries.size() == Step.Album.CAPACITY) {
            entries.remove(0);
        }
        entries.add(new Entry(value, atMicros + Step.Album.WINDOW_MICROS, refusal));
    }

    void moveBack(long micros) {
        for (Entry entry : entries) {
            entry.untilMicros -= micros;
            SharedRefusal refusal = entry.refusal;
            if (refusal != null && refusal.untilMicros != Verdict.NEVER) {
                entry.refusal = new SharedRefusal(refusal.rule, refusal.untilMicros - micros, refusal.remaining);
            }
        }
    }

    /** From when on this is as good as no album. */
    long endMicros() {
        long end = Long.MIN_VALUE;
        for (Entry entry : entries) {
            end = Math.max(end, entry.untilMicros);
        }
        return end;
    }

    void tell(StoredItems into) {
        entries.forEach(entry -> into.add(StoredItem.Kind.ALBUMS, "", entry.untilMicros));
    }
}
