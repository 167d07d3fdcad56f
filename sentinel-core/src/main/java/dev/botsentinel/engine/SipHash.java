package dev.botsentinel.engine;

/**
 * SipHash-1-3, the keyed 64-bit hash of Aumasson and Bernstein ("SipHash: a fast short-input PRF", 2012) with one round
 * per word and three at the end, as hash tables use it: nobody sees the hashes, and without the key nobody can find two
 * inputs of one hash. Fed with words of 64 bits. One instance hashes one input. Not thread-safe.
 */
final class SipHash {

    private static final long WIDE = 1L << 32;

    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private int words;

    SipHash(long k0, long k1) {
        v0 = k0 ^ 0x736f6d6570736575L;
        v1 = k1 ^ 0x646f72616e646f6dL;
        v2 = k0 ^ 0x6c7967656e657261L;
        v3 = k1 ^ 0x7465646279746573L;
    }

    /** Continues where the other one is. */
    SipHash(SipHash start) {
        v0 = start.v0;
        v1 = start.v1;
        v2 = start.v2;
        v3 = start.v3;
        words = start.words;
    }

    /**
     * Feeds the text: a word with its length and whether it has characters above 255, then its characters, eight to a
     * word, or else four, little-endian. So no two lists of texts feed the same words.
     */
    SipHash add(String text) {
        long a = v0;
        long b = v1;
        long c = v2;
        long d = v3;
        if (!feedNarrow(text)) { // rare: the text is read once where it is what most texts are
            v0 = a;
            v1 = b;
            v2 = c;
            v3 = d;
            feedWide(text);
        }
        return this;
    }

    /** Feeds eight bytes. */
    SipHash add(long word) {
        round(word);
        words++;
        return this;
    }

    long finish() {
        round((long) words << 59); // the last word ends in the number of bytes before it, modulo 256
        v2 ^= 0xff;
        round(0);
        round(0);
        round(0);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** Feeds the text if it has no character above 255; the state is of no use if it has. */
    private boolean feedNarrow(String text) {
        int length = text.length();
        round(length);
        int all = 0;
        int next = 0;
        for (; next + 8 <= length; next += 8) {
            char c0 = text.charAt(next);
            char c1 = text.charAt(next + 1);
            char c2 = text.charAt(next + 2);
            char c3 = text.charAt(next + 3);
            char c4 = text.charAt(next + 4);
            char c5 = text.charAt(next + 5);
            char c6 = text.charAt(next + 6);
            char c7 = text.charAt(next + 7);
            all |= c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7;
            int low = c0 | c1 << 8 | c2 << 16 | c3 << 24;
            int high = c4 | c5 << 8 | c6 << 16 | c7 << 24;
            round((low & 0xFFFF_FFFFL) | (long) high << 32);
        }
        if (next < length) {
            long word = 0;
            for (int shift = 0; next < length; shift += 8) {
                char character = text.charAt(next++);
                all |= character;
                word |= (long) character << shift;
            }
            round(word);
        }
        if (all > 0xff) {
            return false;
        }
        words += 1 + ((length + 7) >> 3);
        return true;
    }

    private void feedWide(String text) {
        int length = text.length();
        add(WIDE | length);
        for (int next = 0; next < length; ) {
            long word = 0;
            for (int shift = 0; shift < Long.SIZE && next < length; shift += 16) {
                word |= (long) text.charAt(next++) << shift;
            }
            add(word);
        }
    }

    private void round(long word) {
        long a = v0;
        long b = v1;
        long c = v2;
        long d = v3 ^ word;
        a += b;
        b = Long.rotateLeft(b, 13) ^ a;
        a = Long.rotateLeft(a, 32);
        c += d;
        d = Long.rotateLeft(d, 16) ^ c;
        a += d;
        v3 = Long.rotateLeft(d, 21) ^ a;
        c += b;
        v1 = Long.rotateLeft(b, 17) ^ c;
        v2 = Long.rotateLeft(c, 32);
        v0 = a ^ word;
    }
}
