package dev.botsentinel.redis;

import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;

/** A limit as {@code read_limit} in {@code limits.lua} reads it. */
final class LimitArgument {

    private LimitArgument() {}

    /** @param owner which of the call's keys the limit is for, counted from 1 */
    static byte[] of(AppliedLimit applied, int owner) {
        RateLimit limit = applied.limit();
        long divisor = divisor(limit.perMicros(), limit.permits());
        boolean own = applied.scope() == Scope.USER || applied.scope() == Scope.MEMBER;
        return new Packed()
                .letter(letter(limit))
                .small(owner)
                .small(limit.mode() == Mode.SHADOW ? 1 : 0)
                .small(own ? 1 : 0)
                .number(limit.permits())
                .number(limit.perMicros())
                .number(limit.burst())
                .number(limit.cost())
                .number(limit.perMicros() / divisor)
                .number(limit.permits() / divisor)
                .raw(IdText.bytes(applied.key()))
                .bytes();
    }

    private static long divisor(long first, long second) {
        return second == 0 ? first : divisor(second, first % second);
    }

    private static char letter(RateLimit limit) {
        return switch (limit.algorithm()) {
            case SLIDING_WINDOW -> 'W';
            case TOKEN_BUCKET -> 'T';
            case FIXED_WINDOW -> 'F';
        };
    }
}
