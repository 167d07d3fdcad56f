package dev.botsentinel.examples.day;

import java.util.List;

/**
 * The day's only source of chance: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), written out here.
 *
 * <p>The JDK fixes its generators' sequence within a release, not how {@code nextInt(bound)} is derived from it; the
 * committed day has to come out byte for byte on every JDK. Not thread-safe.
 */
final class Dice {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final String BASE64_URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private long state;

    Dice(long seed) {
        this.state = seed;
    }

    /** A generator of its own, so that what one scene rolls doesn't move another. */
    Dice split() {
        return new Dice(nextLong());
    }

    long nextLong() {
        state += GOLDEN_GAMMA;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** From 0 to {@code bound - 1}; the modulo's bias is below 2^-32 for the bounds used here. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(nextLong(), bound);
    }

    /** Both ends included. */
    long between(long least, long most) {
        return least + Long.remainderUnsigned(nextLong(), most - least + 1);
    }

    boolean percent(int chance) {
        return below(100) < chance;
    }

    <T> T pick(List<T> list) {
        return list.get(below(list.size()));
    }

    /** An opaque identifier as Telegram makes them. */
    String token(String prefix, int length) {
        StringBuilder token = new StringBuilder(prefix);
        for (int i = 0; i < length; i++) {
            token.append(BASE64_URL.charAt(below(BASE64_URL.length())));
        }
        return token.toString();
    }

    /** A positive decimal id of up to 19 digits, as callback queries and polls have. */
    String decimalId() {
        return Long.toString(nextLong() >>> 1);
    }
}
