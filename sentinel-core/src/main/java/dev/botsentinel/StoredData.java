package dev.botsentinel;

import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoredItem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What the storage keeps of one subject: hands it out, or erases it; each is an event. For administrators: erasing lifts a
 * block, so a bot's users must not be able to ask for it by themselves. Thread-safe. Stages fail with a {@link
 * dev.botsentinel.store.StoreException} if the storage can't answer.
 */
public final class StoredData {

    private final StoreAdmin admin;
    private final PrincipalInvalidation forgetting;
    private final ChangeEvents changes;

    StoredData(StoreAdmin admin, PrincipalInvalidation forgetting, ChangeEvents changes) {
        this.admin = admin;
        this.forgetting = forgetting;
        this.changes = changes;
    }

    /**
     * All that the storage keeps of a subject, in every chat. Rare and dear: a storage may go through all its keys.
     *
     * @param actor who asks, 1 to 256 characters
     * @param reason why, at most 256 characters
     */
    public CompletionStage<List<StoredItem>> export(String subjectId, String actor, String reason) {
        ActorAndReason.check(actor, reason);
        Subject subject = new Subject(subjectId);
        return changes.tell(
                admin.export(subject), (at, kept) -> new SecurityEvent.DataAccessed(at, subject, actor, reason));
    }

    /**
     * Erases all that the storage keeps of a subject, in every chat, its block and registration included, and has all
     * instances forget its principal. Nothing is left by which to know it again; whom the bot must go on refusing stands in
     * the policy's own {@code blocked}, or is blocked anew. As dear as {@link #export}.
     *
     * @param actor who asks, 1 to 256 characters
     * @param reason why, at most 256 characters
     * @return the block that was in force, and is no more; empty if there was none
     */
    public CompletionStage<Optional<Block>> erase(String subjectId, String actor, String reason) {
        ActorAndReason.check(actor, reason);
        Subject subject = new Subject(subjectId);
        CompletionStage<Optional<Block>> erased = admin.erase(subject)
                .thenCompose(lifted -> forgetting.everywhere(subject).thenApply(told -> lifted));
        CompletionStage<Optional<Block>> told = changes.tell(
                erased,
                (at, lifted) -> lifted.isEmpty() ? null : new SecurityEvent.Unblocked(at, subject, actor, reason));
        return changes.tell(told, (at, lifted) -> new SecurityEvent.DataErased(at, subject, actor, reason));
    }
}
