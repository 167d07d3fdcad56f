package dev.botsentinel.cli.attack;

import java.util.Arrays;

/** When something happened, in order. Grows with the budget of an attacker. Not thread-safe. */
final class CallLog {

    private long[] micros = new long[64];
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

    /** The most in any half-open window of this length. */
    int mostWithin(long windowMicros) {
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
