package dev.botsentinel.access;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One object for equal answers: most users have the same few roles. A guard of many users then reads an answer that is in
 * the processor's cache already, and keeps no copy per user. Holds {@value #PLACES} answers at most; what finds its place
 * taken replaces what is there. Thread-safe.
 */
final class SharedResolutions {

    private static final int PLACES = 256;

    private final AtomicReferenceArray<Resolution> places = new AtomicReferenceArray<>(PLACES);

    Resolution of(Resolution answer) {
        int hash = answer.hashCode();
        int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
        Resolution there = places.get(place);
        if (answer.equals(there)) {
            return there;
        }
        places.set(place, answer);
        return answer;
    }
}
