package dev.botsentinel.redis;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.StoreException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Reads what {@code evaluate.lua} and {@code usual.lua} answer to one plan. Immutable. */
final class VerdictReader {

    /** By step how many values its digit in a number has; 0 if the step is no limit. */
    private final long[] digits;

    VerdictReader(Plan plan) {
        digits = plan.steps().stream()
                .mapToLong(step -> step instanceof Step.TakePermits take
                        ? PlanScript.capacity(take.applied().limit()) + 1
                        : 0)
                .toArray();
    }

    Verdict read(Reply reply) {
        if (reply.code() == Reply.NUMBER) {
            return admitted(reply.numberRest());
        }
        ByteBuffer rest = reply.packed().position(Reply.PACKED_REST);
        try {
            return switch (reply.code()) {
                case 1 -> admitted(rest);
                case 2 -> new Verdict.Blocked(step(rest), StructWriter.instant(rest), until(rest), source(rest));
                case 3 -> new Verdict.Duplicate(step(rest), StructWriter.instant(rest), until(rest));
                case 4 ->
                    new Verdict.RateLimited(
                            step(rest), StructWriter.instant(rest), until(rest), permits(rest), until(rest));
                default ->
                    throw new StoreException(
                            "the script answered a code that this version doesn't know: " + reply.code());
            };
        } catch (BufferUnderflowException e) {
            throw new StoreException("the script answered less than it always does", e);
        }
    }

    private Verdict admitted(long number) {
        long[] left = new long[digits.length];
        long rest = number;
        for (int step = 0; step < left.length; step++) {
            if (digits[step] == 0) {
                left[step] = Verdict.Admitted.NOTHING;
            } else {
                left[step] = rest % digits[step];
                rest /= digits[step];
            }
        }
        return Verdict.Admitted.of(left);
    }

    /** By step 4 bytes, in which {@link Verdict.Admitted#NOTHING} and {@link Verdict.Admitted#SHADOW_REFUSED} are as there. */
    private Verdict admitted(ByteBuffer rest) {
        long[] left = new long[digits.length];
        for (int step = 0; step < left.length; step++) {
            left[step] = rest.getInt();
        }
        return Verdict.Admitted.of(left);
    }

    private static int step(ByteBuffer rest) {
        return Short.toUnsignedInt(rest.getShort());
    }

    /** An instant, or {@link Verdict#NEVER}. */
    private static long until(ByteBuffer rest) {
        long micros = StructWriter.instant(rest);
        return micros >= StructWriter.NEVER ? Verdict.NEVER : micros;
    }

    private static long permits(ByteBuffer rest) {
        return Integer.toUnsignedLong(rest.getInt());
    }

    private static BlockSource source(ByteBuffer rest) {
        return rest.get() == 1 ? BlockSource.AUTOMATIC : BlockSource.MANUAL;
    }
}
