package dev.botsentinel.redis.client;

import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Goes through the keys of one server that match a pattern, a page at a time. Used once. */
final class KeyScan {

    private static final int PAGE = 1000;

    private final Session session;
    private final ScanArgs wanted;
    private final PageAction action;

    private KeyScan(Session session, byte[] pattern, PageAction action) {
        this.session = session;
        this.wanted = ScanArgs.Builder.matches(pattern).limit(PAGE);
        this.action = action;
    }

    /** Processes a page of keys. */
    private interface PageAction
            extends BiFunction<RedisAsyncCommands<byte[], byte[]>, List<byte[]>, CompletionStage<@Nullable Void>> {}

    /** Completes with each key once; SCAN repeats some, and while a slot migrates two nodes may have a key. */
    static CompletionStage<List<byte[]>> find(Supplier<List<Session>> nodes, byte[] pattern) {
        Set<ByteBuffer> found = ConcurrentHashMap.newKeySet();
        return all(nodes, pattern, (redis, keys) -> {
                    keys.forEach(key -> found.add(ByteBuffer.wrap(key)));
                    return CompletableFuture.completedFuture(null);
                })
                .thenApply(done -> found.stream().map(ByteBuffer::array).toList());
    }

    /** Completes with the number of keys deleted. */
    static CompletionStage<Long> deleteAll(Supplier<List<Session>> nodes, byte[] pattern) {
        AtomicLong deleted = new AtomicLong();
        return all(nodes, pattern, (redis, keys) -> delete(redis, keys, deleted))
                .thenApply(done -> deleted.get());
    }

    /** One command per key, since on a Cluster a command can only use keys of one slot. */
    private static CompletionStage<@Nullable Void> delete(
            RedisAsyncCommands<byte[], byte[]> redis, List<byte[]> keys, AtomicLong deleted) {
        return CompletableFuture.allOf(keys.stream()
                .map(key -> redis.del(key).thenAccept(deleted::addAndGet).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private static CompletionStage<@Nullable Void> all(
            Supplier<List<Session>> nodes, byte[] pattern, PageAction action) {
        CompletableFuture<?>[] scans;
        try {
            scans = nodes.get().stream()
                    .map(node -> new KeyScan(node, pattern, action)
                            .from(ScanCursor.INITIAL)
                            .toCompletableFuture())
                    .toArray(CompletableFuture[]::new);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(Failures.ofCall(failure));
        }
        return CompletableFuture.allOf(scans).exceptionally(failure -> {
            throw Failures.ofCall(failure);
        });
    }

    private CompletionStage<@Nullable Void> from(ScanCursor cursor) {
        return session.proven(redis -> redis.scan(cursor, wanted))
                .thenCompose(page -> session.proven(redis -> action.apply(redis, page.getKeys()))
                        .thenCompose(done -> page.isFinished()
                                ? CompletableFuture.completedFuture(null)
                                : from(ScanCursor.of(page.getCursor()))));
    }
}
