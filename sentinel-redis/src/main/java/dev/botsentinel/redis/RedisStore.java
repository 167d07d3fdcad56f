package dev.botsentinel.redis;

import dev.botsentinel.access.UserRepository;
import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.redis.client.Reply;
import dev.botsentinel.redis.client.ScriptArgs;
import dev.botsentinel.redis.client.ScriptClient;
import dev.botsentinel.store.DenialHistory;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.PeerNews;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The storage for many instances: guard state in Redis or Valkey.
 *
 * <pre>{@code
 * SentinelStore store = RedisStore.builder("redis://localhost:6379")
 *         .keyPrefix("sentinel:prod")
 *         .fingerprintKey(FingerprintKey.ofHex(System.getenv("SENTINEL_FINGERPRINT_KEY")))
 *         .build();
 * }</pre>
 *
 * <p>A decision is one call of one script, however many limits it has. The script decides and commits atomically by the
 * server's clock, so the clocks of the instances don't matter. A call takes effect at most once, and not at all after its
 * timeout ({@link RedisStoreBuilder#timeout}).
 *
 * <p>All keys expire, except those of permanent blocks, registered users, the block index and the marker. If Redis loses
 * data (a restart without persistence, an eviction, a failover), budgets are full and blocks lifted; docs/redis.md says how
 * to avoid that.
 *
 * <p>Thread-safe. Stages complete on a thread of the client, so callers must not block there. While there is no connection
 * they fail at once with a {@link StoreException}; the storage reconnects by itself.
 */
public final class RedisStore implements SentinelStore {

    private static final long ADMINISTRATORS_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ScriptClient client;
    private final Keys keys;
    private final boolean removable;
    private final BlockIndex index;
    private final PlanEvaluator evaluator;
    private final ManualBlocks manualBlocks;
    private final FingerprintKey fingerprintKey;
    private final RedisDenials denials;
    private final StoreAdmin admin;
    private final UserRepository users;
    private final @Nullable PeerNews peerNews;
    private final FingerprintKeyCheck keyCheck;
    private volatile boolean closed;

    /**
     * A storage over an open client.
     *
     * @param news null for a storage with its own time, whose state may be removed as a whole
     * @param soleInstance whether no other instance has made a block
     * @param denialsPerSubject how many runs of denials are kept per subject; 0 for none
     */
    RedisStore(
            ScriptClient client,
            Keys keys,
            FingerprintKey fingerprintKey,
            @Nullable NewsDispatcher news,
            boolean soleInstance,
            int denialsPerSubject) {
        this.client = client;
        this.keys = keys;
        this.removable = news == null;
        Scripts.ALL.forEach(client::load);
        this.index = new BlockIndex(client, keys);
        this.evaluator = new PlanEvaluator(client, keys, index);
        this.fingerprintKey = fingerprintKey;
        this.users = new RedisUserRepository(this, keys);
        this.manualBlocks = new ManualBlocks(this, keys, news, soleInstance);
        this.denials = new RedisDenials(this, keys, denialsPerSubject);
        this.admin = new RedisAdmin(this, keys, index, manualBlocks);
        this.keyCheck = new FingerprintKeyCheck(client, keys, fingerprintKey, () -> closed);
        this.peerNews = news == null ? null : new RedisPeerNews(news, this, keys, manualBlocks);
        if (news != null) {
            Runnable untilClosed = news.follow(manualBlocks);
            Runnable alsoUntilClosed = news.follow(keyCheck);
            Runnable denialsUntilClosed = news.follow(denials);
            assert untilClosed != null && alsoUntilClosed != null && denialsUntilClosed != null;
        }
    }

    /**
     * Starts to configure a storage.
     *
     * @param uri one server, {@code redis://[[user]:password@]host[:port][/database]}; the master that Redis Sentinels
     *     name, {@code redis-sentinel://[[user]:password@]host[:port][,host[:port]…][/database]#master}; or a Cluster, {@code
     *     redis-cluster://[[user]:password@]host[:port][,host[:port]…]}. With TLS they start with {@code rediss}. {@code
     *     ?clientName=} names the connections. Percent-encode special characters in user and password. The URI is never logged
     *     or repeated in an error
     * @throws IllegalArgumentException if this is no such URI
     */
    public static RedisStoreBuilder builder(String uri) {
        return new RedisStoreBuilder(uri);
    }

    /** @throws IllegalArgumentException if a number in the plan exceeds 2^53 */
    @Override
    public PreparedPlan prepare(Plan plan) {
        return new Prepared(ChatCheckedPlan.of(plan, manualBlocks, evaluator::evaluation));
    }

    /** A plan with its deadline. */
    private final class Prepared implements PreparedPlan {

        private final PlanEvaluation evaluation;

        Prepared(PlanEvaluation evaluation) {
            this.evaluation = evaluation;
        }

        @Override
        public Answer evaluate(Facts facts) {
            return evaluateBy(facts, evaluator.deadlineNanos());
        }

        @Override
        public Answer evaluate(Facts facts, long deadlineNanos) {
            long own = evaluator.deadlineNanos();
            return evaluateBy(facts, deadlineNanos - own < 0 ? deadlineNanos : own);
        }

        @Override
        public List<String> nodes(Facts facts) {
            return evaluation.nodes(facts);
        }

        private Answer evaluateBy(Facts facts, long deadlineNanos) {
            if (isRefusing()) {
                return new Pending(refused());
            }
            try {
                return new Pending(evaluation.evaluate(facts, deadlineNanos));
            } catch (RuntimeException failure) {
                return Pending.failed(
                        new StoreException("the plan can't be evaluated: " + failure.getMessage(), failure));
            }
        }
    }

    /** Each script checks its deadline, and so does a timer of the client. */
    @Override
    public boolean keepsDeadlines() {
        return true;
    }

    /** The masters of a Cluster, by host and port; empty without one. */
    @Override
    public Set<String> nodes() {
        return client.nodes();
    }

    @Override
    public FingerprintKey fingerprintKey() {
        return fingerprintKey;
    }

    /**
     * A user repository in the same Redis, over the same connection. Registered users stay; users who were only seen expire
     * after 30 days. Closes with the storage.
     */
    public UserRepository users() {
        return users;
    }

    /** News from instances with the same key prefix; null for a storage with its own {@link RedisStoreBuilder#time time}. */
    @Override
    public @Nullable PeerNews peerNews() {
        return peerNews;
    }

    /** Can be read whether or not this instance keeps any. */
    @Override
    public DenialHistory denials() {
        return denials;
    }

    @Override
    public StoreAdmin admin() {
        return admin;
    }

    /**
     * How often permits could not be given back after one slot of a Cluster had admitted a plan and another refused it. They
     * stay spent until their window ends. Always 0 without a Cluster.
     */
    public long lostReturns() {
        return evaluator.lostReturns();
    }

    /**
     * Removes all keys with the prefix, for a storage with its own {@link RedisStoreBuilder#time time}: the remains of a test
     * or a replay. The storage must not be in use. Goes through all keys of the server, a thousand at a time, and needs the
     * right to {@code SCAN}.
     *
     * @return completes with the number of keys removed
     * @throws IllegalStateException if the storage decides by the server's time, since a bot may be using its state
     */
    public CompletionStage<Long> removeAll() {
        if (!removable) {
            throw new IllegalStateException(
                    "a bot may be using this state; open the storage with RedisStoreBuilder.time"
                            + " to remove it, or delete the keys by hand");
        }
        return isRefusing() ? refused() : client.deleteAll(keys.pattern());
    }

    /** Closes the connections; calls in flight fail. Idempotent, doesn't block. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            denials.close();
            client.close();
        }
    }

    void dropWaitingDenials(String subject) {
        denials.forget(subject);
    }

    /** All keys that match, each once. */
    CompletionStage<List<byte[]>> find(byte[] pattern) {
        return isRefusing() ? refused() : client.find(pattern);
    }

    /** Whether the server has lost a subject's block, though nobody lifted it; also true of one that has just ended. */
    CompletionStage<Boolean> isBlockLost(String subject) {
        return isRefusing() ? refused() : index.isLost(subject);
    }

    /** Reports a loss of the state on the server that has this key, before the stage completes. */
    CompletionStage<@Nullable Void> confirmState(byte[] key) {
        return isRefusing() ? refused() : client.confirmState(key);
    }

    CompletionStage<Reply> run(ScriptArgs call) {
        return isRefusing() ? refused() : client.run(call);
    }

    /**
     * Compares the fingerprint key with the one that the state belongs to; closes the storage if they differ.
     *
     * @throws StoreException if they do
     */
    void checkFingerprintKey(Duration timeout) {
        try {
            keyCheck.atStart(timeout);
        } catch (StoreException another) {
            close();
            throw another;
        }
    }

    private boolean isRefusing() {
        return closed || keyCheck.refusal() != null;
    }

    /** The same for an administrator, who has more patience: the server takes the call for as long. */
    CompletionStage<Reply> runForAdministrator(ScriptArgs call) {
        return isRefusing() ? refused() : client.run(call, administratorsDeadlineNanos());
    }

    /** The deadline of an administrator's call that starts now. */
    static long administratorsDeadlineNanos() {
        return System.nanoTime() + ADMINISTRATORS_TIMEOUT_NANOS;
    }

    /** The time of the server that has the block index. */
    CompletionStage<Long> serverMicros() {
        List<byte[]> first = List.of(
                new StructWriter().letter('-').bytes(),
                new StructWriter().letter('1').bytes());
        return run(new ScriptArgs(Scripts.PAGE_OF_INDEX, List.of(keys.blockedIds()), first))
                .thenApply(Reply::serverMicros);
    }

    /** About the time by which a call that starts now decides. */
    long nowMicros() {
        return client.nowMicros();
    }

    int slot(byte[] key) {
        return client.slot(key);
    }

    /** The name of the node of a Cluster that has a key; null without a Cluster. */
    @Nullable
    String node(byte[] key) {
        return client.isCluster() ? client.node(key) : null;
    }

    private <T> CompletionStage<T> refused() {
        StoreException refusal = keyCheck.refusal();
        return CompletableFuture.failedFuture(
                refusal == null || closed ? new StoreException("the storage is closed; open a new one") : refusal);
    }
}
