package dev.botsentinel.redis;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.redis.client.Reply;
import dev.botsentinel.redis.client.ScriptArgs;
import dev.botsentinel.redis.client.ScriptClient;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The index that lists blocks. The call that writes a block also writes the index if both are in one slot; otherwise a second
 * call follows. The subject's own value is the truth. Thread-safe.
 */
final class BlockIndex {

    private static final byte[] ONE = {'1'};

    private final ScriptClient client;
    private final Keys keys;
    private final int slot;

    BlockIndex(ScriptClient client, Keys keys) {
        this.client = client;
        this.keys = keys;
        this.slot = client.slot(keys.blockedIds());
    }

    /** The keys of a call that changes a subject's block: the subject, and the index if it is in the same slot. */
    List<byte[]> withSubject(String id) {
        byte[] subject = keys.owner(Owner.user(id));
        return client.slot(subject) == slot ? List.of(subject, keys.blockedIds(), keys.blockEnds()) : List.of(subject);
    }

    /** Adds a block that was made by hand. */
    CompletionStage<Reply> add(String id, long untilMicros) {
        return add(id, untilMicros, RedisStore.administratorsDeadlineNanos());
    }

    CompletionStage<Reply> add(String id, long untilMicros, long deadlineNanos) {
        return run(id, Math.min(untilMicros, StructWriter.NEVER), deadlineNanos);
    }

    /** Removes a block that was lifted. */
    CompletionStage<Reply> remove(String id) {
        return run(id, 0, RedisStore.administratorsDeadlineNanos());
    }

    /**
     * Whether a block is lost: it is still listed, though the subject's value doesn't have it. Whoever lifts a block takes it off the
     * list. The list has no expiry, so servers that evict only what has one keep it; ended blocks stay on it for a while.
     */
    CompletionStage<Boolean> isLost(String id) {
        byte[] listed = Cesu8.bytes(id);
        List<byte[]> first = List.of(new StructWriter().letter('[').raw(listed).bytes(), ONE);
        return client.run(new ScriptArgs(Scripts.PAGE_OF_INDEX, List.of(keys.blockedIds()), first))
                .thenCompose(found -> found.size() > Reply.REST && Arrays.equals(found.bytes(Reply.REST), listed)
                        ? isGone(id)
                        : CompletableFuture.completedFuture(false));
    }

    private CompletionStage<Boolean> isGone(String id) {
        return client.run(new ScriptArgs(Scripts.BLOCKS_OF, List.of(keys.owner(Owner.user(id))), List.of()))
                .thenApply(found -> found.isNil(Reply.REST));
    }

    private CompletionStage<Reply> run(String id, long until, long deadlineNanos) {
        List<byte[]> arguments =
                List.of(Cesu8.bytes(id), new StructWriter().number(until).bytes());
        return client.run(
                new ScriptArgs(Scripts.INDEX_BLOCK, List.of(keys.blockedIds(), keys.blockEnds()), arguments),
                deadlineNanos);
    }
}
