package dev.botsentinel.redis;

import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds keys of one server, a thousand looked at at a time. Used once. */
final class KeyScan {

    private static final int LOOKED_AT = 1000;

    private final RedisAsyncCommands<byte[], byte[]> redis;
    private final ScanArgs wanted;
    private final List<byte[]> found = new ArrayList<>();

    private KeyScan(RedisAsyncCommands<byte[], byte[]> redis, byte[] pattern) {
        this.redis = redis;
        this.wanted = ScanArgs.Builder.matches(pattern).limit(LOOKED_AT);
    }

    /** Completes with all that match and stood the whole time; some may be there twice. */
    static CompletableFuture<List<byte[]>> of(Session session, byte[] pattern) {
        return new KeyScan(session.commands(), pattern).from(ScanCursor.INITIAL).toCompletableFuture();
    }

    private CompletionStage<List<byte[]>> from(ScanCursor cursor) {
        return redis.scan(cursor, wanted).thenCompose(some -> {
            found.addAll(some.getKeys());
            return some.isFinished() ? CompletableFuture.completedFuture(found) : from(ScanCursor.of(some.getCursor()));
        });
    }
}
