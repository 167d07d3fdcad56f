package dev.botsentinel;

import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.store.StoreAdmin;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Blocks, lifts and lists; every change is an event. Thread-safe. Stages fail with a {@link
 * dev.botsentinel.store.StoreException} if the storage can't answer: a {@link dev.botsentinel.store.NothingDoneException} if nothing was
 * done, an {@link dev.botsentinel.store.OutcomeUnknownException} if it isn't known yet whether a change was made. Blocks that a
 * {@code ResilientStore} enforces although the storage has lost them are found and listed, and say so.
 */
public final class Blocklist {

    private final StoreAdmin admin;
    private final ChangeEvents changes;

    Blocklist(StoreAdmin admin, ChangeEvents changes) {
        this.admin = admin;
        this.changes = changes;
    }

    /**
     * Blocks a subject for ever, in place of whatever block it has.
     *
     * @param actor who blocks, 1 to 256 characters
     * @param reason why, at most 256 characters
     */
    public CompletionStage<Block> block(String subjectId, String actor, String reason) {
        return block(new Subject(subjectId), null, actor, reason);
    }

    /**
     * Blocks a subject for a while, in place of whatever block it has.
     *
     * @param duration how long, 1 µs to 36,500 days
     * @param actor who blocks, 1 to 256 characters
     * @param reason why, at most 256 characters
     */
    public CompletionStage<Block> block(String subjectId, Duration duration, String actor, String reason) {
        return block(new Subject(subjectId), duration, actor, reason);
    }

    private CompletionStage<Block> block(Subject subject, @Nullable Duration duration, String actor, String reason) {
        return changes.tell(
                admin.block(subject, duration, actor, reason),
                (at, block) -> new SecurityEvent.Blocked(at, subject, block.until(), block.source(), actor, reason));
    }

    /**
     * Lifts whatever block the storage holds on a subject, automatic ones included. The policy's own blocklist stays. An
     * event only if a block was in force; a shadow block was in nobody's way.
     *
     * @param actor who lifts it, 1 to 256 characters
     * @param reason why, at most 256 characters
     * @return the block that was in force, empty if there was none
     */
    public CompletionStage<Optional<Block>> unblock(String subjectId, String actor, String reason) {
        ActorAndReason.check(actor, reason);
        Subject subject = new Subject(subjectId);
        return changes.tell(
                admin.unblock(subject),
                (at, lifted) -> lifted.isEmpty() ? null : new SecurityEvent.Unblocked(at, subject, actor, reason));
    }

    /** The block in force on a subject; empty if there is none, the policy's own blocklist aside. */
    public CompletionStage<Optional<Block>> find(String subjectId) {
        return admin.blockOf(new Subject(subjectId));
    }

    /**
     * The blocks in force, page by page, in order of the subjects' ids.
     *
     * @param after null for the first page, then {@link BlockPage#next()}
     * @param limit how many blocks a page has at most, 1 to 1,000
     */
    public CompletionStage<BlockPage> list(@Nullable String after, int limit) {
        return admin.blocks(after, limit);
    }
}
