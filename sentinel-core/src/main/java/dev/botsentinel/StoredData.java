package dev.botsentinel;

import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.DenialHistory;
import dev.botsentinel.store.Offender;
import dev.botsentinel.store.RecentDenial;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoredItem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What the storage keeps of one subject: hands it out, or erases it; each is an event. For administrators: erasing lifts a
 * block, so a bot's users must not be able to ask for it by themselves. Thread-safe. Stages fail with a {@link
 * dev.botsentinel.store.StoreException} if the storage can't answer.
 */
public final class StoredData {

    private static final int MOST_OFFENDERS = 1_000;

    private final StoreAdmin admin;
    private final DenialHistory denials;
    private final PrincipalInvalidation forgetting;
    private final ChangeEvents changes;

    StoredData(StoreAdmin admin, DenialHistory denials, PrincipalInvalidation forgetting, ChangeEvents changes) {
        this.admin = admin;
        this.denials = denials;
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
     * The last denials of a subject, newest first; empty if the storage keeps none. {@code keepDenials} of a storage's builder turns
     * that on.
     */
    public CompletionStage<List<RecentDenial>> denials(String subjectId) {
        return denials.of(new Subject(subjectId));
    }

    /**
     * The subjects that were denied most, most denied first; empty if the storage keeps no denials. Counts the denials in kept runs
     * that reach into the time since then. Rare and dear: a storage may go through all its keys.
     *
     * @param reason counts only denials for this reason; null for all
     * @param most how many subjects, 1 to 1,000
     * @throws IllegalArgumentException if that is out of bounds
     */
    public CompletionStage<List<Offender>> topDenied(Instant since, @Nullable Reason reason, int most) {
        if (most < 1 || most > MOST_OFFENDERS) {
            throw new IllegalArgumentException(
                    "1 to " + MOST_OFFENDERS + " subjects can be asked for, but not " + most);
        }
        return denials.top(since, reason == null ? null : reason.label(), most);
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
