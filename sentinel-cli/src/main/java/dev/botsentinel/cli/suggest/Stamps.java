package dev.botsentinel.cli.suggest;

import java.util.Arrays;

/** When one user took one action, in the order of a clock that never runs backwards. Not thread-safe. */
final class Stamps {

    private long[] micros = new long[4];
    private int size;

    void add(long atMicros) {
        if (size == micros.length) {
            micros = Arrays.copyOf(micros, 2 * size);
        }
        micros[size++] = atMicros;
    }

    int size() {
        return size;
    }

    /** These and others together, sorted. */
    Stamps and(Stamps other) {
        Stamps all = new Stamps();
        all.micros = Arrays.copyOf(micros, size + other.size);
        System.arraycopy(other.micros, 0, all.micros, size, other.size);
        all.size = size + other.size;
        Arrays.sort(all.micros);
        return all;
    }

    /** The most within any half-open window of this length. */
    int peak(long windowMicros) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < size; last++) {
            while (micros[last] - micros[first] >= windowMicros) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
