package dev.botsentinel.bucket4j;

import dev.botsentinel.policy.Quote;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.MonotonicTime;
import dev.botsentinel.store.SentinelStore;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Configures {@link Bucket4jLimits}. Not thread-safe. */
public final class Bucket4jLimitsBuilder {

    private final SentinelStore store;
    private final Map<String, Managed<?>> managed = new LinkedHashMap<>();
    private Executor executor = ForkJoinPool.commonPool();
    private InstantSource time = new MonotonicTime();
    private @Nullable Executor blockingExecutor;

    private record Managed<K>(ProxyManager<K> manager, Function<? super Budget, ? extends K> keys) {

        ManagedLimit<K> on(@Nullable Executor blockingExecutor) {
            return new ManagedLimit<>(manager, keys, blockingExecutor);
        }
    }

    Bucket4jLimitsBuilder(SentinelStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * Has the limit with this name live in the manager, under keys that name the owner and the limit, such as {@code
     * global/=everyone} and {@code user/2:42/=money}; no two budgets share one.
     *
     * @throws IllegalArgumentException if the limit has a manager already
     */
    public Bucket4jLimitsBuilder limit(String name, ProxyManager<String> manager) {
        return limit(name, manager, BudgetKey::of);
    }

    /**
     * Has the limit with this name live in the manager, under keys of your own.
     *
     * @param keys the key of an owner's budget; must differ for different owners and for a limit in shadow
     * @throws IllegalArgumentException if the limit has a manager already
     */
    public <K> Bucket4jLimitsBuilder limit(
            String name, ProxyManager<K> manager, Function<? super Budget, ? extends K> keys) {
        Objects.requireNonNull(name, "name");
        Managed<K> added =
                new Managed<>(Objects.requireNonNull(manager, "manager"), Objects.requireNonNull(keys, "keys"));
        if (managed.putIfAbsent(name, added) != null) {
            throw new IllegalArgumentException(
                    "the limit " + Quote.of(name) + " has a proxy manager already; say each limit once");
        }
        return this;
    }

    /**
     * Where a decision continues that a manager or the storage completes later; the common pool by default. Never a
     * client's I/O thread.
     */
    public Bucket4jLimitsBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Asks managers that can only block, as those over JDBC do, on this executor, and so answers later. Without it they are
     * asked on the thread that decides: right for {@code check} and {@code guard}, wrong where that is a client's I/O thread.
     */
    public Bucket4jLimitsBuilder blockingExecutor(Executor executor) {
        this.blockingExecutor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /** The time from which administrators see waits counted; a {@link MonotonicTime} by default. Buckets have the manager's. */
    public Bucket4jLimitsBuilder time(InstantSource time) {
        this.time = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * The storage.
     *
     * @throws IllegalArgumentException if no limit was named: then nothing would live in Bucket4j
     */
    public Bucket4jLimits build() {
        if (managed.isEmpty()) {
            throw new IllegalArgumentException("no limit is to live in Bucket4j; add limit(name, proxyManager)");
        }
        Map<String, ManagedLimit<?>> limits = new LinkedHashMap<>();
        managed.forEach((name, one) -> limits.put(name, one.on(blockingExecutor)));
        return new Bucket4jLimits(store, limits, executor, time);
    }
}
