package dev.botsentinel.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what outsiders can invent any number of, in bounded memory: the Space-Saving algorithm (Metwally, Agrawal, El
 * Abbadi, "Efficient computation of frequent and top-k elements in data streams", 2005). With {@code capacity} counters,
 * whatever makes up more than 1/{@code capacity} of all is certain to have one, also if a flood of new keys came first. As
 * long as there are no more keys than counters, all counts are exact; beyond, a row tells only what was seen since its
 * key last got a counter, so no number is ever too high. Not thread-safe.
 */
final class TopCounts {

    /** Nobody reads more of a key; a recording may have names of megabytes. */
    private static final int MAX_KEY_LENGTH = 200;

    private final Map<String, Row> rows = new HashMap<>();
    /** A binary heap, the least weight first. */
    private final Row[] heap;

    private int size;

    TopCounts(int capacity) {
        this.heap = new Row[capacity];
    }

    /** A key and what was seen of it. */
    static final class Row {

        private final String key;
        private long weight;
        private int place;
        private long seen;
        private long denied;

        private Row(String key, long weight, int place) {
            this.key = key;
            this.weight = weight;
            this.place = place;
        }

        String key() {
            return key;
        }

        long seen() {
            return seen;
        }

        long denied() {
            return denied;
        }
    }

    void add(String name, boolean denied) {
        String key = name.length() <= MAX_KEY_LENGTH ? name : name.substring(0, MAX_KEY_LENGTH);
        Row row = rows.get(key);
        if (row == null) {
            row = newRow(key);
        }
        row.seen++;
        row.denied += denied ? 1 : 0;
        row.weight++;
        sink(row);
    }

    /** The rows most seen. */
    List<Row> top(int count) {
        return Arrays.stream(heap, 0, size)
                .sorted(Comparator.comparingLong(Row::seen).reversed().thenComparing(Row::key))
                .limit(count)
                .toList();
    }

    /** Takes a free counter, else that of the key with the least weight, which the new one inherits. */
    private Row newRow(String key) {
        Row row;
        if (size < heap.length) {
            row = new Row(key, 0, size++);
            heap[row.place] = row;
            rise(row);
        } else {
            Row least = heap[0];
            rows.remove(least.key);
            row = new Row(key, least.weight, 0);
            heap[0] = row;
        }
        rows.put(key, row);
        return row;
    }

    private void rise(Row row) {
        while (row.place > 0 && heap[(row.place - 1) / 2].weight > row.weight) {
            swap(row, heap[(row.place - 1) / 2]);
        }
    }

    private void sink(Row row) {
        for (int child = least(row.place); child >= 0 && heap[child].weight < row.weight; child = least(row.place)) {
            swap(row, heap[child]);
        }
    }

    /** The lighter child; -1 if there is none. */
    private int least(int parent) {
        int left = 2 * parent + 1;
        if (left >= size) {
            return -1;
        }
        return left + 1 < size && heap[left + 1].weight < heap[left].weight ? left + 1 : left;
    }

    private void swap(Row a, Row b) {
        int place = a.place;
        a.place = b.place;
        b.place = place;
        heap[a.place] = a;
        heap[b.place] = b;
    }
}
