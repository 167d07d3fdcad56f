package dev.botsentinel;

import dev.botsentinel.event.EventDispatcher;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.store.StoreAdmin;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Blocks, lifts and lists; every change is an event. Thread-safe. Stages fail with a {@link
 * dev.botsentinel.store.StoreException} if the storage can't answer.
 */
public final class Blocklist {

    private final StoreAdmin admin;
    private final EventDispatcher events;
    private final Executor executor;
    private final InstantSource time;

    Blocklist(StoreAdmin admin, EventDispatcher events, Executor executor, InstantSource time) {
        this.admin = admin;
        this.events = events;
        this.executor = executor;
        this.time = time;
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
        return then(admin.block(subject, duration, actor, reason), block -> {
            events.publish(
                    new SecurityEvent.Blocked(time.instant(), subject, block.until(), block.source(), actor, reason));
            return block;
        });
    }

    /**
     * Lifts whatever block the storage holds on a subject, automatic ones included. The policy's own blocklist stays.
     *
     * @param actor who lifts it
     * @param reason why
     * @return the block that was in force, empty if there was none
     */
    public CompletionStage<Optional<Block>> unblock(String subjectId, String actor, String reason) {
        Subject subject = new Subject(subjectId);
        return then(admin.unblock(subject), lifted -> {
            events.publish(new SecurityEvent.Unblocked(time.instant(), subject, actor, reason));
            return lifted;
        });
    }

    /** Listeners are told here or on the executor, never on a client's own thread. */
    private <T> CompletionStage<T> then(CompletionStage<T> stage, UnaryOperator<T> told) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        return future.isDone() ? future.thenApply(told) : future.thenApplyAsync(told, executor);
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
