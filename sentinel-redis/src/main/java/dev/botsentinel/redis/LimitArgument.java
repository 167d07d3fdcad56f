package dev.botsentinel.redis;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.CalendarPeriod;
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

    /**
     * A limit.
     *
     * @param owner the number of the call's key that the limit is for, from 1
     * @param nowMicros about when the call runs, see {@link #calendar}
     */
    static byte[] of(AppliedLimit applied, int owner, long nowMicros) {
        RateLimit limit = applied.limit();
        return new StructWriter()
                .letter(letter(limit))
                .small(owner)
                .small(limit.mode() == Mode.SHADOW ? 1 : 0)
                .small(applied.scope().needsSubject() ? 1 : 0)
                .number(limit.permits())
                .number(limit.algorithm() == Algorithm.FIXED_WINDOW ? limit.windowId() : limit.perMicros())
                .number(limit.burst())
                .number(limit.cost())
                .number(unit(limit))
                .number(rate(limit))
                .number(limit.lockoutMicros())
                .counted(frame(applied.key()))
                .counted(limit.calendar() == null ? shape(limit) : calendar(limit.calendar(), nowMicros))
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

    /**
     * The boundaries between a calendar's periods, because scripts know no calendar: from the start of the last period to the
     * end of the one after the next. A script takes the period of the server's time.
     *
     * @param nowMicros within a day of the server's time
     */
    private static byte[] calendar(CalendarPeriod period, long nowMicros) {
        long start = period.startMicros(nowMicros);
        long end = period.endMicros(nowMicros);
        long nextEnd = period.endMicros(end);
        return new StructWriter()
                .instant(Math.max(0, period.startMicros(start - 1)))
                .instant(Math.max(0, start))
                .instant(end)
                .instant(nextEnd)
                .instant(period.endMicros(nextEnd))
                .bytes();
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
