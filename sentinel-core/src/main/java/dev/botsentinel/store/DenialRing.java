package dev.botsentinel.store;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last denials of one subject: at most so many runs, the oldest goes first. Thread-safe. */
public final class DenialRing {

    private final int capacity;
    private final Deque<RecentDenial> runs = new ArrayDeque<>();

    /** @param capacity how many runs are kept, 1 or more */
    public DenialRing(int capacity) {
        this.capacity = capacity;
    }

    /** Adds a denial, to the newest run if it continues that one. */
    public synchronized void add(RecentDenial denial) {
        RecentDenial newest = runs.peekLast();
        RecentDenial continued = newest == null ? null : newest.with(denial);
        if (continued != null) {
            runs.removeLast();
        } else if (runs.size() == capacity) {
            runs.removeFirst();
        }
        runs.addLast(continued == null ? denial : continued);
    }

    /** The runs, oldest first. */
    public synchronized List<RecentDenial> oldestFirst() {
        return List.copyOf(runs);
    }

    /** The runs, newest first. */
    public List<RecentDenial> newestFirst() {
        List<RecentDenial> all = new ArrayList<>(oldestFirst());
        Collections.reverse(all);
        return all;
    }

    /**
     * How many denials there were in the runs that reach into a time.
     *
     * @param reason only those with this reason; null for all
     */
    public long times(Instant since, @Nullable String reason) {
        return oldestFirst().stream()
                .filter(run -> !run.last().isBefore(since) && (reason == null || reason.equals(run.reason())))
                .mapToLong(RecentDenial::times)
                .sum();
    }
}
