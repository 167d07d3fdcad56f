package dev.botsentinel.redis;

import dev.botsentinel.plan.Owner;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The index of blocks, by which they are listed. It is written in the call that writes the block where one call can have
 * both, else right after it: the subject's own value is the truth. Thread-safe.
 */
final class BlockIndex {

    private final ScriptClient client;
    private final Keys keys;
    private final int place;

    BlockIndex(ScriptClient client, Keys keys) {
        this.client = client;
        this.keys = keys;
        this.place = client.place(keys.blockedIds());
    }

    /** Whether one call can have this key and the index. */
    boolean isBeside(byte[] key) {
        return client.place(key) == place;
    }

    /** The keys of a call that changes a subject's block: the subject, and the index if it can have it. */
    List<byte[]> withSubject(String id) {
        byte[] subject = keys.owner(Owner.user(id));
        return isBeside(subject) ? List.of(subject, keys.blockedIds(), keys.blockEnds()) : List.of(subject);
    }

    /** Notes a block that stands. */
    CompletionStage<Reply> list(String id, long untilMicros) {
        return list(id, untilMicros, client.end());
    }

    /** Notes a block that stands, by then. */
    CompletionStage<Reply> list(String id, long untilMicros, long endNanos) {
        return run(
                id,
                new StructWriter()
                        .number(Math.min(untilMicros, StructWriter.NEVER))
                        .bytes(),
                endNanos);
    }

    /** Forgets a block that was lifted. */
    CompletionStage<Reply> unlist(String id) {
        return run(id, new StructWriter().number(0).bytes(), client.end());
    }

    private CompletionStage<Reply> run(String id, byte[] until, long endNanos) {
        return client.run(
                new ScriptArgs(
                        Scripts.LIST, List.of(keys.blockedIds(), keys.blockEnds()), List.of(Cesu8.bytes(id), until)),
                endNanos);
    }
}
