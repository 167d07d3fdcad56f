package dev.botsentinel.redis;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The storage for many instances: guard state in Redis, or in Valkey, which speaks the same language.
 *
 * <pre>{@code
 * SentinelStore store = RedisStore.builder("redis://localhost:6379")
 *         .keyPrefix("sentinel:prod")
 *         .fingerprintKey(FingerprintKey.ofHex(System.getenv("SENTINEL_FINGERPRINT_KEY")))
 *         .build();
 * }</pre>
 *
 * <p>A decision is one call of one script, however many limits it has; the script decides and commits in one go, by the
 * server's clock, so the clocks of the instances don't matter. A call takes effect at most once, and not at all after its
 * time is up ({@link RedisStoreBuilder#timeout}).
 *
 * <p>Everything has an expiry, but for blocks for ever and the index of blocks. What Redis loses (a restart without
 * persistence, an eviction, a failover) means full budgets and lifted blocks; docs/redis.md says how to set it up.
 *
 * <p>Thread-safe. Stages complete on a thread of the client, which must not be kept waiting. While there is no connection
 * they fail at once with a {@link StoreException}; the storage connects again by itself.
 */
public final class RedisStore implements SentinelStore {

    private final ScriptClient client;
    private final Keys keys;
    private final FingerprintKey fingerprintKey;
    private final StoreAdmin admin;
    private volatile boolean closed;

    RedisStore(ScriptClient client, Keys keys, FingerprintKey fingerprintKey) {
        this.client = client;
        this.keys = keys;
        this.fingerprintKey = fingerprintKey;
        this.admin = new RedisAdmin(this, keys);
    }

    /**
     * Starts to configure a storage.
     *
     * @param uri {@code redis://[user[:password]@]host[:port][/database]}, {@code rediss://} for TLS. What is special in a
     *     user or password is written with {@code %}, as in every URI. It is never logged, nor repeated in an error
     * @throws IllegalArgumentException if it is no such URI
     */
    public static RedisStoreBuilder builder(String uri) {
        return new RedisStoreBuilder(uri);
    }

    @Override
    public CompletionStage<Verdict> evaluate(Plan plan) {
        Call call;
        try {
            call = PlanCall.of(keys, plan);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(
                    new StoreException("the plan can't be put to Redis: " + e.getMessage(), e));
        }
        return run(call).thenApply(Verdicts::of);
    }

    @Override
    public FingerprintKey fingerprintKey() {
        return fingerprintKey;
    }

    @Override
    public StoreAdmin admin() {
        return admin;
    }

    /** Closes the connection; what is under way fails. Idempotent, doesn't wait. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            client.close();
        }
    }

    CompletionStage<Reply> run(Call call) {
        return closed
                ? CompletableFuture.failedFuture(new StoreException("the storage is closed; open a new one"))
                : client.run(call);
    }
}
