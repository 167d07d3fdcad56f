package dev.botsentinel.redis;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.redis.client.Reply;
import dev.botsentinel.store.StoreException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the answers of {@code evaluate.lua} and {@code fast_path.lua} to one plan. Immutable. */
final class VerdictReader {

    /** By step, the number of values that its digit can have; 0 if the step isn't a limit. */
    private final long[] bases;

    VerdictReader(Plan plan) {
        bases = StepTraits.of(plan).stream()
                .mapToLong(step -> base(step.limit()))
                .toArray();
    }

    private static long base(@Nullable RateLimit limit) {
        return limit == null ? 0 : PlanScript.base(limit);
    }

    Verdict read(Reply reply) {
        ByteBuffer rest = reply.payload();
        try {
            return switch (reply.code()) {
                case 1 -> admitted(rest);
                case 2 -> new Verdict.Blocked(step(rest), StructWriter.instant(rest), until(rest), source(rest));
                case 3 -> new Verdict.Duplicate(step(rest), StructWriter.instant(rest), until(rest));
                case 4 ->
                    new Verdict.RateLimited(
                            step(rest), StructWriter.instant(rest), until(rest), permits(rest), until(rest));
                case PlanScript.ADMITTED_IN_ONE -> admitted(StructWriter.instant(rest));
                case 6 -> Verdict.Admitted.albumPart(bases.length, false);
                case 7 -> albumPart(rest);
                default -> throw new StoreException("the script answered an unknown code: " + reply.code());
            };
        } catch (BufferUnderflowException e) {
            throw new StoreException("the script's answer is too short", e);
        }
    }

    private Verdict admitted(long number) {
        long[] left = new long[bases.length];
        long rest = number;
        for (int step = 0; step < left.length; step++) {
            if (bases[step] == 0) {
                left[step] = Verdict.Admitted.NOTHING;
            } else {
                left[step] = rest % bases[step];
                rest /= bases[step];
            }
        }
        return Verdict.Admitted.of(left);
    }

    /** Four bytes per step; they encode {@link Verdict.Admitted#NOTHING} and {@link Verdict.Admitted#SHADOW_REFUSED} alike. */
    private Verdict admitted(ByteBuffer rest) {
        long[] left = new long[bases.length];
        for (int step = 0; step < left.length; step++) {
            left[step] = rest.getInt();
        }
        return Verdict.Admitted.of(left);
    }

    /** Its step is that of the whole plan, even if the plan is a part of one. */
    private static Verdict.AlbumPart albumPart(ByteBuffer rest) {
        int step = step(rest);
        long now = StructWriter.instant(rest);
        long until = until(rest);
        long left = permits(rest);
        return new Verdict.AlbumPart(
                rest.get() == 1
                        ? new Verdict.Duplicate(step, now, until)
                        : new Verdict.RateLimited(step, now, until, left, 0));
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
