package dev.botsentinel.store;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.request.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What administrators ask of a storage. Thread-safe; never throws but for bad arguments: a storage that can't answer
 * fails the stage with a {@link StoreException}.
 */
public interface StoreAdmin {

    /** The longest actor or reason, in UTF-16 characters; longer ones are bad arguments. */
    int MAX_TEXT_LENGTH = 256;

    /** How many refunds are remembered per owner: the latest. */
    int MAX_REFUNDS = 64;

    /** How many cooldowns an owner has at most: those that end last. */
    int MAX_COOLDOWNS = 64;

    /**
     * Blocks a subject from now on, in place of whatever block it has. In force on return of the stage.
     *
     * @param duration how long; null for ever
     * @param actor who blocks, 1 to {@value #MAX_TEXT_LENGTH} characters
     * @param reason why, at most {@value #MAX_TEXT_LENGTH} characters
     * @return the block
     * @throws IllegalArgumentException if the duration is not 1 µs to 36,500 days, or a text has a wrong length
     */
    CompletionStage<Block> block(Subject subject, @Nullable Duration duration, String actor, String reason);

    /**
     * Lifts whatever block the storage holds on a subject, shadow ones included; the policy's own blocklist stays. The
     * rung of the escalation ladder stays, its block counts as ended now.
     *
     * @return the block that was in force, empty if there was none
     */
    CompletionStage<Optional<Block>> unblock(Subject subject);

    /** The block in force on a subject, empty if there is none. The policy's own blocklist is not asked. */
    CompletionStage<Optional<Block>> blockOf(Subject subject);

    /**
     * Lists the blocks in force, page by page, in order of the subjects' ids. Blocks made or lifted meanwhile may or may
     * not appear; all others appear exactly once.
     *
     * @param after null for the first page, then {@link BlockPage#next()}
     * @param limit how many blocks a page has at most, 1 to 1,000
     * @throws IllegalArgumentException if the limit is out of bounds
     */
    CompletionStage<BlockPage> blocks(@Nullable String after, int limit);

    /**
     * Tells what an owner has left, without spending or writing anything.
     *
     * @param limits of which limits to tell, in effect for the owner's scope; may be empty
     * @return what is left; for other owners than subjects, violations and rung are 0, as they are for an escalation in
     *     shadow
     * @throws IllegalArgumentException if a limit is in effect for another scope
     */
    CompletionStage<Inspection> inspect(Owner owner, List<AppliedLimit> limits);

    /** Makes one budget full again and ends its cooldown. Refunds made stay remembered. */
    CompletionStage<@Nullable Void> reset(Budget budget);

    /**
     * Forgets all that an owner has spent and done: budgets, cooldowns, seen values, violations and rungs, shadow ones
     * included. Blocks stay, and refunds made stay remembered.
     */
    CompletionStage<@Nullable Void> reset(Owner owner);

    /**
     * Gives permits back, at most those that are spent, and once: a repeated refund gives nothing. What was spent last
     * comes back first; of a fixed window, only what was spent in the current one.
     *
     * @param permits how many, 1 or more
     * @param refundId which refund this is, any number; remembered per budget for {@link Budget#refundMicros()}, whatever
     *     was given back, and per owner the {@value #MAX_REFUNDS} latest
     * @return how many permits were given back; a part of a bucket's permit counts as a whole one
     * @throws IllegalArgumentException if permits is less than 1
     */
    CompletionStage<Refund> refund(Budget budget, int permits, long refundId);

    /**
     * Forgets values that one decision had an owner's lists remember, so that the next update with such a value passes.
     * Nothing else changes: a value that isn't there is no error, one that a full list has dropped doesn't come back, and
     * permits stay spent. Doing it again does nothing.
     *
     * @param values any number; the storage forgets them all at once
     * @param degraded whether that decision was {@linkplain dev.botsentinel.plan.Verdict#degraded degraded}. Then the
     *     shared state never had the values: what stood in for it forgets them, and a storage that never gives degraded
     *     verdicts has nothing to do
     */
    CompletionStage<@Nullable Void> release(Owner owner, List<SeenValue> values, boolean degraded);

    /**
     * Has a limit refuse an owner for a while, whatever is left. Of two cooldowns the one that ends later stays; {@link
     * #reset(Budget)} ends it. An owner has at most {@value #MAX_COOLDOWNS} cooldowns: when there are more, the one that
     * ends soonest goes.
     *
     * @param duration how long from now on
     * @return the end of the cooldown in force
     * @throws IllegalArgumentException if the duration is not 1 µs to 36,500 days
     */
    CompletionStage<Instant> cooldown(Budget budget, Duration duration);

    /**
     * Tells all that is kept of a subject, in every chat. Rare and dear: a storage may go through all its keys. What has
     * ended may still be told of. Not a picture of one instant if the subject goes on acting.
     */
    CompletionStage<List<StoredItem>> export(Subject subject);

    /**
     * Erases all that is kept of a subject, in every chat: its block too, and its registration where the storage keeps
     * users. As dear as {@link #export}. What the subject does meanwhile and afterwards is kept anew. If it fails, part of
     * it may be done; do it again.
     *
     * @return the block that was in force, and is no more; empty if there was none
     */
    CompletionStage<Optional<Block>> erase(Subject subject);
}
