package dev.botsentinel.redis;

import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Removes keys of one server, a thousand at a time. Used once. */
final class Sweep {

    private static final int LOOKED_AT = 1000;

    private final RedisAsyncCommands<byte[], byte[]> redis;
    private final ScanArgs wanted;

    private Sweep(RedisAsyncCommands<byte[], byte[]> redis, byte[] pattern) {
        this.redis = redis;
        this.wanted = ScanArgs.Builder.matches(pattern).limit(LOOKED_AT);
    }

    /** Completes with how many keys were removed. */
    static CompletionStage<Long> of(Session session, byte[] pattern) {
        return new Sweep(session.commands(), pattern).from(ScanCursor.INITIAL, 0);
    }

    private CompletionStage<Long> from(ScanCursor cursor, long before) {
        return redis.scan(cursor, wanted)
                .thenCompose(found -> removed(found.getKeys())
                        .thenCompose(count -> found.isFinished()
                                ? CompletableFuture.completedFuture(before + count)
                                : from(ScanCursor.of(found.getCursor()), before + count)));
    }

    /** One by one, because on a Cluster one command has keys of one slot. */
    private CompletionStage<Long> removed(List<byte[]> keys) {
        List<CompletableFuture<Long>> each =
                keys.stream().map(key -> redis.del(key).toCompletableFuture()).toList();
        return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                .thenApply(
                        done -> each.stream().mapToLong(CompletableFuture::join).sum());
    }
}
