package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.SeenValue;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of a trace. Immutable.
 *
 * @param atMicros the time it happens at, in microseconds since the epoch; not always later than the one before
 * @param instance which of the two instances is asked, 0 or 1
 * @param act what happens
 */
public record TraceEvent(long atMicros, int instance, Act act) {

    /** What happens in a trace. */
    public sealed interface Act {}

    /**
     * A plan is evaluated.
     *
     * @param request what the plan is for, should somebody else want to make it
     * @param policy the policy in force, of which the plan was made
     * @param plan the plan
     * @param retryOfMicros the instant at which an earlier denial of the same request ended; -1 if it is no retry
     */
    public record Ask(TracedRequest request, PolicySet policy, BoundPlan plan, long retryOfMicros) implements Act {

        boolean exactlyAtTheEnd(long atMicros) {
            return atMicros == retryOfMicros;
        }

        boolean oneMicrosecondBefore(long atMicros) {
            return atMicros == retryOfMicros - 1;
        }
    }

    /** An administrator blocks; for ever if there is no duration. */
    public record BlockSubject(String subject, @Nullable Duration duration) implements Act {}

    /** An administrator lifts a block. */
    public record UnblockSubject(String subject) implements Act {}

    /** An administrator asks for one block. */
    public record AskBlock(String subject) implements Act {}

    /** An administrator lists all blocks, in pages of this size. */
    public record ListBlocks(int pageSize) implements Act {}

    /** An administrator asks what an owner has left of these limits. */
    public record Inspect(Owner owner, List<AppliedLimit> limits) implements Act {}

    /** An administrator makes a budget full again. */
    public record ResetBudget(Budget budget) implements Act {}

    /** An administrator forgets what an owner has spent and done. */
    public record ResetOwner(Owner owner) implements Act {}

    /** An administrator gives permits back, perhaps once more. */
    public record RefundPermits(Budget budget, int permits, long refundId) implements Act {}

    /** What an owner has seen is forgotten, because a handler failed. */
    public record ReleaseValues(Owner owner, List<SeenValue> values) implements Act {}

    /** An administrator has a limit cool down. */
    public record CoolDown(Budget budget, Duration duration) implements Act {}

    /**
     * The facts about one made-up update.
     *
     * @param action the action's name
     * @param subject who acts, if anybody
     * @param chat where, if anywhere
     * @param topic in which topic of the chat, if in any
     * @param space in which space, if in any
     * @param fingerprint the hash of its content, if it has any
     * @param updateId its number
     * @param impersonal whether its denials are no violations
     */
    public record TracedRequest(
            String action,
            @Nullable String subject,
            @Nullable String chat,
            @Nullable String topic,
            @Nullable String space,
            @Nullable Long fingerprint,
            long updateId,
            boolean impersonal,
            @Nullable Long album) {

        /** The request's ids. */
        Facts ids() {
            Facts ids = Facts.of(subject, chat, topic, space);
            return album == null ? ids : ids.withAlbum(album);
        }
    }
}
