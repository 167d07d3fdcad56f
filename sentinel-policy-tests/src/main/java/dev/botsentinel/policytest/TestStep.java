package dev.botsentinel.policytest;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.policy.Durations;
import dev.botsentinel.telegram.TelegramUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A step: updates that arrive, and what is decided on each.
 *
 * @param place where it stands
 * @param at when the first one arrives; null for {@code after} the one before
 * @param after how long after the update before the first one arrives
 * @param raw an update as the Bot API delivers it, in place of a short one
 * @param repeat how many arrive, 1 or more
 * @param every how long after each other they arrive
 * @param allowed how many of them are allowed; null for any number
 * @param denied how many of them are denied; null for any number
 */
record TestStep(
        String place,
        @Nullable Instant at,
        Duration after,
        @Nullable SentUpdate update,
        @Nullable TelegramUpdate raw,
        int repeat,
        Duration every,
        Expectation then,
        @Nullable Long allowed,
        @Nullable Long denied) {

    /** Runs it; null if all is as expected, else what isn't. */
    @Nullable
    String run(GuardUnderTest guard) {
        if (at != null) {
            guard.time().set(at);
        } else {
            guard.time().advance(after);
        }
        long passed = 0;
        for (int i = 1; i <= repeat; i++) {
            if (i > 1) {
                guard.time().advance(every);
            }
            Decision decision = decide(guard, i);
            passed += decision.isAllowed() ? 1 : 0;
            String mismatch = then.mismatch(decision);
            if (mismatch != null) {
                return place + ": " + which(i) + mismatch;
            }
        }
        return countMismatch(passed);
    }

    private Decision decide(GuardUnderTest guard, int i) {
        if (raw != null) {
            return guard.decide(raw);
        }
        SentUpdate sent = Objects.requireNonNull(update);
        return guard.decide(sent.numbered(i));
    }

    private String which(int i) {
        return repeat == 1
                ? ""
                : "update " + i + " of " + repeat
                        + (i == 1 ? ": " : ", " + Durations.text(sinceFirst(i)) + " after the first: ");
    }

    private Duration sinceFirst(int i) {
        return every.multipliedBy(i - 1L);
    }

    private @Nullable String countMismatch(long passed) {
        boolean asExpected = (allowed == null || allowed == passed) && (denied == null || denied == repeat - passed);
        return asExpected
                ? null
                : place + ": expected " + (allowed == null ? "" : allowed + " allowed")
                        + (allowed != null && denied != null ? " and " : "")
                        + (denied == null ? "" : denied + " denied")
                        + ", but of " + repeat + " updates " + passed + " are allowed and " + (repeat - passed)
                        + " denied";
    }
}
