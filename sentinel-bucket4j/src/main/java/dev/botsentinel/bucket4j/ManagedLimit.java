package dev.botsentinel.bucket4j;

import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.store.Budget;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A limit's manager: asked without blocking where it can be. Thread-safe. */
final class ManagedLimit<K> {

    private final ProxyManager<K> manager;
    private final @Nullable AsyncProxyManager<K> async;
    private final Function<? super Budget, ? extends K> keys;
    private final @Nullable Executor blockingExecutor;

    /** @param blockingExecutor where a manager is asked that can only block; null for the calling thread */
    ManagedLimit(
            ProxyManager<K> manager, Function<? super Budget, ? extends K> keys, @Nullable Executor blockingExecutor) {
        this.manager = manager;
        this.async = manager.isAsyncModeSupported() ? manager.asAsync() : null;
        this.keys = keys;
        this.blockingExecutor = blockingExecutor;
    }

    /** The buckets of the limit as it is in effect. */
    LimitBuckets<K> of(AppliedLimit limit) {
        return new LimitBuckets<>(this, limit);
    }

    K key(Budget budget) {
        return keys.apply(budget);
    }

    /** Asks in the one way or in the other. Never throws. */
    <T> CompletableFuture<T> ask(
            Function<ProxyManager<K>, T> blocking, Function<AsyncProxyManager<K>, CompletableFuture<T>> asynchronous) {
        try {
            if (async != null) {
                return asynchronous.apply(async);
            }
            return blockingExecutor == null
                    ? CompletableFuture.completedFuture(blocking.apply(manager))
                    : CompletableFuture.supplyAsync(() -> blocking.apply(manager), blockingExecutor);
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
