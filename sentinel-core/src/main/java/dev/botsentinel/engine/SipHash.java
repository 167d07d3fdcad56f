package dev.botsentinel.engine;

/**
 * SipHash-1-3, the keyed 64-bit hash of Aumasson and Bernstein ("SipHash: a fast short-input PRF", 2012) with one round
 * per word and three at the end, as hash tables use it: nobody sees the hashes, and without the key nobody can find two
 * inputs of one hash. Fed with words of 64 bits. One instance hashes one input. Not thread-safe.
 */
final class SipHash {

    private static final long WIDE = 1L << 32;
    private static final String TWO_ZEROS = "\0\0";

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

    /**
     * Feeds the text: a word with its length and whether it has characters above 255, then its characters, eight to a
     * word, or else four, little-endian. So no two lists of texts feed the same words.
     */
    SipHash add(String text) {
        int all = 0;
        for (int i = 0; i < text.length(); i++) {
            all |= text.charAt(i);
        }
        boolean wide = all > 0xff;
        feed(wide ? WIDE | text.length() : text.length(), text, wide ? 16 : 8);
        return this;
    }

    /** Feeds eight bytes. */
    SipHash add(long word) {
        feed(word, "", Long.SIZE);
        return this;
    }

    long finish() {
        add((long) words << 59); // the last word ends in the number of bytes before it, modulo 256
        v2 ^= 0xff;
        feed(0, TWO_ZEROS, Long.SIZE); // three rounds
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** The state is in local variables meanwhile, for the compiler to keep in registers. */
    private void feed(long first, String text, int bitsPerCharacter) {
        long a = v0;
        long b = v1;
        long c = v2;
        long d = v3;
        long word = first;
        int length = text.length();
        int next = 0;
        while (true) {
            d ^= word;
            a += b;
            b = Long.rotateLeft(b, 13) ^ a;
            a = Long.rotateLeft(a, 32);
            c += d;
            d = Long.rotateLeft(d, 16) ^ c;
            a += d;
            d = Long.rotateLeft(d, 21) ^ a;
            c += b;
            b = Long.rotateLeft(b, 17) ^ c;
            c = Long.rotateLeft(c, 32);
            a ^= word;
            words++;
            if (next >= length) {
                break;
            }
            word = 0;
            for (int shift = 0; shift < Long.SIZE && next < length; shift += bitsPerCharacter) {
                word |= (long) text.charAt(next++) << shift;
            }
        }
        v0 = a;
        v1 = b;
        v2 = c;
        v3 = d;
    }
}
