package dev.botsentinel.redis;

import dev.botsentinel.access.UserRepository;
import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.PeerNews;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

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
    private final boolean removable;
    private final PlanEvaluator evaluator;
    private final FingerprintKey fingerprintKey;
    private final StoreAdmin admin;
    private final UserRepository users;
    private final @Nullable PeerNews feed;
    private volatile boolean closed;

    /** @param removable whether what is under the prefix may be removed as a whole */
    RedisStore(ScriptClient client, Keys keys, FingerprintKey fingerprintKey, boolean removable) {
        this.client = client;
        this.keys = keys;
        this.removable = removable;
        BlockIndex index = new BlockIndex(client, keys);
        this.evaluator = new PlanEvaluator(client, keys, index);
        this.fingerprintKey = fingerprintKey;
        this.users = new RedisUserRepository(this, keys);
        this.admin = new RedisAdmin(this, keys, index);
        News news = client.news();
        this.feed = news == null ? null : new RedisFeed(news, this, keys);
    }

    /**
     * Starts to configure a storage.
     *
     * @param uri one server, {@code redis://[user[:password]@]host[:port][/database]}; the master that Redis Sentinels tell
     *     of, {@code redis-sentinel://[user[:password]@]host[:port][,host[:port]…][/database]#master}; or a Cluster, {@code
     *     redis-cluster://[user[:password]@]host[:port][,host[:port]…]}. With TLS they start with {@code rediss}. {@code
     *     ?clientName=} names the connections. What is special in a user or password is written with {@code %}, as in every
     *     URI. It is never logged, nor repeated in an error
     * @throws IllegalArgumentException if it is no such URI
     */
    public static RedisStoreBuilder builder(String uri) {
        return new RedisStoreBuilder(uri);
    }

    /** @throws IllegalArgumentException if a number of the plan is beyond 2^53 */
    @Override
    public PreparedPlan prepare(Plan plan) {
        return new Prepared(evaluator.evaluation(plan));
    }

    /** A plan and until when to wait for it. */
    private final class Prepared implements PreparedPlan {

        private final BiFunction<Facts, Long, CompletionStage<Verdict>> evaluation;

        Prepared(BiFunction<Facts, Long, CompletionStage<Verdict>> evaluation) {
            this.evaluation = evaluation;
        }

        @Override
        public Answer evaluate(Facts facts) {
            return evaluateBy(facts, evaluator.end());
        }

        @Override
        public Answer evaluate(Facts facts, long deadlineNanos) {
            long own = evaluator.end();
            return evaluateBy(facts, deadlineNanos - own < 0 ? deadlineNanos : own);
        }

        private Answer evaluateBy(Facts facts, long endNanos) {
            if (closed) {
                return new Pending(refused());
            }
            try {
                return new Pending(evaluation.apply(facts, endNanos));
            } catch (RuntimeException failure) {
                return Pending.failed(Failures.ofCall(failure));
            }
        }
    }

    /** The script has each deadline, and a timer of this storage watches it. */
    @Override
    public boolean keepsDeadlines() {
        return true;
    }

    @Override
    public FingerprintKey fingerprintKey() {
        return fingerprintKey;
    }

    /**
     * Users beside the guard's state, over the same connection: registrations for good, whoever was only seen for 30 days.
     * Closed with the storage.
     */
    public UserRepository users() {
        return users;
    }

    /** What instances under the same key prefix tell each other; null for a storage with a time of its own. */
    @Override
    public @Nullable PeerNews peerNews() {
        return feed;
    }

    @Override
    public StoreAdmin admin() {
        return admin;
    }

    /**
     * How often a plan was refused by one slot of a Cluster after another had admitted it, and what it took there could not
     * be given back: so many users wait for the end of a window for nothing. Always 0 without a Cluster.
     */
    public long lostReturns() {
        return evaluator.lostReturns();
    }

    /**
     * Removes all that is under the key prefix, for a storage with a {@link RedisStoreBuilder#time time} of its own: what a
     * test or a replay leaves behind. Nobody must be using it. Goes through all keys of the server, a thousand at a time, and
     * takes the right to {@code SCAN}.
     *
     * @return completes with how many keys were removed
     * @throws IllegalStateException if the storage decides by the server's time, so that its state is somebody's
     */
    public CompletionStage<Long> removeAll() {
        if (!removable) {
            throw new IllegalStateException("only a storage with a time of its own can be removed, for this one may"
                    + " have a bot's state; open it with RedisStoreBuilder.time, or remove the keys by hand");
        }
        List<CompletableFuture<Long>> sweeps;
        try {
            sweeps = client.sessions().stream()
                    .map(session -> Sweep.of(session, keys.pattern()).toCompletableFuture())
                    .toList();
        } catch (StoreException e) {
            return CompletableFuture.failedFuture(e);
        }
        return CompletableFuture.allOf(sweeps.toArray(CompletableFuture[]::new)).handle((done, failure) -> {
            if (failure != null) {
                throw Failures.ofCall(failure);
            }
            return sweeps.stream().mapToLong(CompletableFuture::join).sum();
        });
    }

    /** Closes the connection; what is under way fails. Idempotent, doesn't wait. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            client.close();
        }
    }

    /** All keys that match, of all servers, each once. */
    CompletionStage<List<byte[]>> find(byte[] pattern) {
        if (closed) {
            return refused();
        }
        List<CompletableFuture<List<byte[]>>> scans;
        try {
            scans = client.sessions().stream()
                    .map(session -> KeyScan.of(session, pattern))
                    .toList();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(Failures.ofCall(e));
        }
        return CompletableFuture.allOf(scans.toArray(CompletableFuture[]::new)).handle((done, failure) -> {
            if (failure != null) {
                throw Failures.ofCall(failure);
            }
            Set<ByteBuffer> once = new LinkedHashSet<>();
            scans.forEach(scan -> scan.join().forEach(key -> once.add(ByteBuffer.wrap(key))));
            return new ArrayList<>(once.stream().map(ByteBuffer::array).toList());
        });
    }

    /** Tells of a loss of the state by now on the server that has the key. */
    CompletionStage<@Nullable Void> confirm(byte[] key) {
        try {
            return closed ? refused() : client.session(key).confirm();
        } catch (StoreException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    CompletionStage<Reply> run(ScriptArgs call) {
        return closed ? refused() : client.run(call);
    }

    int place(byte[] key) {
        return client.place(key);
    }

    private static <T> CompletionStage<T> refused() {
        return CompletableFuture.failedFuture(new StoreException("the storage is closed; open a new one"));
    }
}
