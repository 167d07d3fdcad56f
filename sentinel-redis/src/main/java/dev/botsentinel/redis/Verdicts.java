package dev.botsentinel.redis;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.StoreException;

/** Reads what {@code evaluate.lua} answers. */
final class Verdicts {

    private static final int STEP = Reply.REST;
    private static final int NOW = STEP + 1;
    private static final int UNTIL = NOW + 1;
    private static final int SOURCE = UNTIL + 1;
    private static final int LEFT = UNTIL + 1;
    private static final int BLOCKED_UNTIL = LEFT + 1;
    private static final long SHADOW_REFUSED = -2;

    private Verdicts() {}

    static Verdict of(Reply reply) {
        return switch (reply.code()) {
            case 1 -> admitted(reply);
            case 2 ->
                new Verdict.Blocked(
                        (int) reply.number(STEP),
                        reply.number(NOW),
                        reply.instantMicros(UNTIL),
                        reply.number(SOURCE) == 1 ? BlockSource.AUTOMATIC : BlockSource.MANUAL);
            case 3 -> new Verdict.Duplicate((int) reply.number(STEP), reply.number(NOW), reply.instantMicros(UNTIL));
            case 4 ->
                new Verdict.RateLimited(
                        (int) reply.number(STEP),
                        reply.number(NOW),
                        reply.instantMicros(UNTIL),
                        reply.number(LEFT),
                        reply.instantMicros(BLOCKED_UNTIL));
            default ->
                throw new StoreException("the script answered a code that this version doesn't know: " + reply.code());
        };
    }

    private static Verdict admitted(Reply reply) {
        int size = reply.size() - Reply.REST;
        Verdict.AdmittedBuilder admitted = new Verdict.AdmittedBuilder(size);
        for (int step = 0; step < size; step++) {
            long left = reply.number(Reply.REST + step);
            if (left >= 0) {
                admitted.remaining(step, left);
            } else if (left == SHADOW_REFUSED) {
                admitted.shadowRefused(step);
            }
        }
        return admitted.build();
    }
}
