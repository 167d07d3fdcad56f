package dev.botsentinel.store;

import dev.botsentinel.request.Subject;
import java.time.Duration;
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
}
