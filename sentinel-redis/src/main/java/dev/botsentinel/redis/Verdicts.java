package dev.botsentinel.redis;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.StoreException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Reads what {@code evaluate.lua} answers. */
final class Verdicts {

    private static final int SHADOW_REFUSED = -2;

    private Verdicts() {}

    static Verdict of(Reply reply) {
        ByteBuffer rest = reply.packed().position(Reply.PACKED_REST);
        try {
            return switch (reply.code()) {
                case 1 -> admitted(rest);
                case 2 -> new Verdict.Blocked(step(rest), Packed.instant(rest), until(rest), source(rest));
                case 3 -> new Verdict.Duplicate(step(rest), Packed.instant(rest), until(rest));
                case 4 ->
                    new Verdict.RateLimited(step(rest), Packed.instant(rest), until(rest), permits(rest), until(rest));
                default ->
                    throw new StoreException(
                            "the script answered a code that this version doesn't know: " + reply.code());
            };
        } catch (BufferUnderflowException e) {
            throw new StoreException("the script answered less than it always does", e);
        }
    }

    private static Verdict admitted(ByteBuffer rest) {
        int size = rest.remaining() / Integer.BYTES;
        Verdict.AdmittedBuilder admitted = new Verdict.AdmittedBuilder(size);
        for (int step = 0; step < size; step++) {
            int left = rest.getInt();
            if (left >= 0) {
                admitted.remaining(step, left);
            } else if (left == SHADOW_REFUSED) {
                admitted.shadowRefused(step);
            }
        }
        return admitted.build();
    }

    private static int step(ByteBuffer rest) {
        return Short.toUnsignedInt(rest.getShort());
    }

    /** An instant, or {@link Verdict#NEVER}. */
    private static long until(ByteBuffer rest) {
        long micros = Packed.instant(rest);
        return micros >= Packed.NEVER ? Verdict.NEVER : micros;
    }

    private static long permits(ByteBuffer rest) {
        return Integer.toUnsignedLong(rest.getInt());
    }

    private static BlockSource source(ByteBuffer rest) {
        return rest.get() == 1 ? BlockSource.AUTOMATIC : BlockSource.MANUAL;
    }
}
