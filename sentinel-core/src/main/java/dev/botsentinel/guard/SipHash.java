package dev.botsentinel.guard;

/**
 * SipHash-2-4, the keyed 64-bit hash of Aumasson and Bernstein ("SipHash: a fast short-input PRF", 2012): without the
 * key nobody can find two inputs of one hash, nor tell an input from its hash. Fed with words of 64 bits. One instance
 * hashes one input. Not thread-safe.
 */
final class SipHash {

    private static final int CHARACTERS_PER_WORD = 4;

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
     * Feeds the text's length, so that no two lists of texts feed the same words, and its UTF-16 characters, four to a
     * word, little-endian.
     */
    SipHash add(String text) {
        feed(text.length(), text);
        return this;
    }

    /** Feeds eight bytes. */
    SipHash add(long word) {
        feed(word, "");
        return this;
    }

    long finish() {
        add((long) words << 59); // the last word ends in the number of bytes before it, modulo 256
        v2 ^= 0xff;
        add(0).add(0); // four rounds
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** The state is in local variables meanwhile, for the compiler to keep in registers. */
    private void feed(long first, String text) {
        long a = v0;
        long b = v1;
        long c = v2;
        long d = v3;
        long word = first;
        int length = text.length();
        for (int next = 0; ; next += CHARACTERS_PER_WORD) {
            d ^= word;
            for (int round = 0; round < 2; round++) {
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
            }
            a ^= word;
            words++;
            if (next >= length) {
                break;
            }
            word = word(text, next, length);
        }
        v0 = a;
        v1 = b;
        v2 = c;
        v3 = d;
    }

    private static long word(String text, int from, int length) {
        if (from + CHARACTERS_PER_WORD <= length) {
            return text.charAt(from)
                    | (long) text.charAt(from + 1) << 16
                    | (long) text.charAt(from + 2) << 32
                    | (long) text.charAt(from + 3) << 48;
        }
        long rest = 0;
        for (int i = length - 1; i >= from; i--) {
            rest = rest << 16 | text.charAt(i);
        }
        return rest;
    }
}
