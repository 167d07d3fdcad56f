package dev.botsentinel.cli.worstcase;

import java.util.Arrays;

/**
 * When something happened, in the order of a clock that never runs backwards: eight bytes each. What a bound on windows is held
 * against. Not thread-safe.
 */
public final class Occurrences {

    private long[] micros = new long[4];
    private int size;

    /**
     * Adds one.
     *
     * @param atMicros not before the one before
     */
    public void add(long atMicros) {
        if (size == micros.length) {
            micros = Arrays.copyOf(micros, 2 * size);
        }
        micros[size++] = atMicros;
    }

    /** How many there were. */
    public int size() {
        return size;
    }

    /** These and others together. */
    public Occurrences and(Occurrences other) {
        Occurrences all = new Occurrences();
        all.micros = Arrays.copyOf(micros, size + other.size);
        System.arraycopy(other.micros, 0, all.micros, size, other.size);
        all.size = size + other.size;
        Arrays.sort(all.micros);
        return all;
    }

    /** The most in any half-open window of this length. */
    public int mostWithin(long windowMicros) {
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
