package dev.botsentinel.redis;

import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A limit as {@code limits.lua} reads it. */
final class LimitArgument {

    private static final int SHORTEST_NAME = 2;
    private static final int DIGEST_BYTES = 32;
    private static final byte[] NO_SHAPE = {};

    private LimitArgument() {}

    /** @param owner the number of the call's key that the limit is for, from 1 */
    static byte[] of(AppliedLimit applied, int owner) {
        RateLimit limit = applied.limit();
        return new StructWriter()
                .letter(letter(limit))
                .small(owner)
                .small(limit.mode() == Mode.SHADOW ? 1 : 0)
                .small(applied.scope().needsSubject() ? 1 : 0)
                .number(limit.permits())
                .number(limit.perMicros())
                .number(limit.burst())
                .number(limit.cost())
                .number(unit(limit))
                .number(rate(limit))
                .counted(frame(applied.key()))
                .counted(shape(limit))
                .bytes();
    }

    /**
     * The name of the limit's part, after its length. It is the limit's key, or its digest if the key is as short as the
     * names of other parts or as long as a digest; so distinct limits have distinct names.
     */
    static byte[] frame(String key) {
        byte[] name = Cesu8.bytes(key);
        if (name.length < SHORTEST_NAME || name.length >= DIGEST_BYTES) {
            name = sha256(name);
        }
        return new StructWriter().counted(name).bytes();
    }

    /** Buckets of different shapes don't share a state. */
    static byte[] shape(RateLimit limit) {
        return switch (limit.algorithm()) {
            case TOKEN_BUCKET ->
                new StructWriter()
                        .shortest(limit.permits())
                        .shortest(limit.perMicros())
                        .shortest(limit.burst())
                        .bytes();
            case SLIDING_WINDOW, FIXED_WINDOW -> NO_SHAPE;
        };
    }

    /** The units of a token bucket in one permit. */
    static long unit(RateLimit limit) {
        return limit.perMicros() / divisor(limit.perMicros(), limit.permits());
    }

    /** The units that a token bucket regains in a microsecond. */
    static long rate(RateLimit limit) {
        return limit.permits() / divisor(limit.perMicros(), limit.permits());
    }

    private static long divisor(long first, long second) {
        return second == 0 ? first : divisor(second, first % second);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("long limit names are hashed with SHA-256, which this Java lacks", e);
        }
    }

    private static char letter(RateLimit limit) {
        return switch (limit.algorithm()) {
            case SLIDING_WINDOW -> 'W';
            case TOKEN_BUCKET -> 'T';
            case FIXED_WINDOW -> 'F';
        };
    }
}
