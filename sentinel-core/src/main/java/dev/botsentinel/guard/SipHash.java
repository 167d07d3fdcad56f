package dev.botsentinel.guard;

/**
 * SipHash-2-4, the keyed 64-bit hash of Aumasson and Bernstein ("SipHash: a fast short-input PRF", 2012): without the
 * key nobody can find two inputs of one hash, nor tell an input from its hash. Fed with UTF-16 characters, two bytes
 * each, little-endian. One instance hashes one input. Not thread-safe.
 */
final class SipHash {

    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long word;
    private long characters;

    SipHash(long k0, long k1) {
        v0 = k0 ^ 0x736f6d6570736575L;
        v1 = k1 ^ 0x646f72616e646f6dL;
        v2 = k0 ^ 0x6c7967656e657261L;
        v3 = k1 ^ 0x7465646279746573L;
    }

    SipHash add(char character) {
        int place = (int) (characters++ & 3);
        word |= (long) character << (16 * place);
        if (place == 3) {
            compress(word);
            word = 0;
        }
        return this;
    }

    /** Length first, so that no two lists of texts feed the same characters. */
    SipHash add(String text) {
        add((char) text.length());
        add((char) (text.length() >>> 16));
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i));
        }
        return this;
    }

    long finish() {
        compress(word | (characters * 2) << 56);
        v2 ^= 0xff;
        for (int i = 0; i < 4; i++) {
            round();
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void compress(long block) {
        v3 ^= block;
        round();
        round();
        v0 ^= block;
    }

    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
