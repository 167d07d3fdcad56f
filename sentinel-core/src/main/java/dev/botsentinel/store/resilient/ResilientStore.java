package dev.botsentinel.store.resilient;

import dev.botsentinel.log.ThrottledLog;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.store.DenialHistory;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.PeerNews;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.store.StoreHealth;
import dev.botsentinel.store.StoreListener;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A remote storage made safe to depend on: calls have a deadline, a circuit breaker stops asking while it fails, and until it
 * answers again each stage falls back on what this instance knows.
 *
 * <pre>{@code
 * SentinelStore store = ResilientStore.builder(RedisStore.builder(uri).fingerprintKey(key).build(), MemoryStore.create())
 *         .expectedInstances(3)
 *         .build();
 * }</pre>
 *
 * <p>A call that fails, or has no answer by its deadline, is decided locally: known blocks stay in force, debounce and limits
 * continue on the local storage, limits divided by the expected instances. Such a verdict is {@link Verdict#degraded}. After
 * five failures in a row, or half of the last twenty, the breaker opens and lets one probe a second pass; {@link
 * StoreListener}s and the log report it. Each {@linkplain SentinelStore#nodes node} of the remote has a breaker of its own, so
 * one that is gone degrades only decisions that need it. What stands in for a plan is prepared together with it.
 *
 * <p>A block that the remote has confirmed is answered without it for at most 2 s. Known blocks stay in force until their end
 * or an unblock, whatever happens to the remote; {@link PeerNews} reports unblocks by other instances.
 *
 * <p>An answer after the deadline is dropped. The remote must see to it that such a call spends nothing, so its own time limit
 * must not be longer. A remote that {@linkplain SentinelStore#keepsDeadlines keeps deadlines} is handed the one of each call.
 * Administrators' operations are always tried on the remote, again and again within 2 s. A change ends as done, as refused ({@link
 * dev.botsentinel.store.NothingDoneException}) or as unknown ({@link dev.botsentinel.store.OutcomeUnknownException}).
 *
 * <p>Thread-safe, never blocks. Stages complete on a thread of the remote or of the local storage, or on the timer's; keep
 * none of them waiting.
 */
public final class ResilientStore implements SentinelStore {

    final KnownBlocks known;
    final NodeBreakers breakers;
    final DeadlineTimer timer;
    final InFlight inFlight;
    final long deadlineNanos;
    final boolean remoteKeepsDeadlines;

    private final SentinelStore remote;
    private final SentinelStore local;
    private final OutageRules rules;
    private final ThrottledLog log;
    private final OutageReporter outages;
    private final StoreAdmin admin;
    private final @Nullable PeerNews peerNews;
    private final Runnable endOfNews;
    private volatile boolean closed;

    /**
     * What each of so many instances grants of a limit by itself while the remote fails: {@code permits} and {@code burst}
     * divided, at least 1 of each. {@code permits: 0} stays.
     *
     * @param instances as told by {@link ResilientStoreBuilder#expectedInstances}
     * @throws IllegalArgumentException if there are fewer than one
     */
    public static RateLimit localShare(RateLimit limit, int instances) {
        if (instances < 1) {
            throw new IllegalArgumentException("instances is " + instances + ", but must be 1 or more");
        }
        return LocalLimit.divided(limit, instances);
    }

    ResilientStore(ResilientStoreBuilder builder) {
        this.log = builder.log;
        this.remote = builder.remote;
        this.local = builder.local;
        this.rules = builder.rules();
        this.outages = new OutageReporter(builder.time, log);
        this.known = new KnownBlocks(
                builder.time,
                builder.maximumKnownBlocks,
                () -> log.warn(
                        "A known block was forgotten before its end: too many are known", "raise maximumKnownBlocks"),
                outages::blockLost);
        this.timer = builder.timer == null ? new CoarseTimer("sentinel-deadlines") : builder.timer;
        this.deadlineNanos = builder.deadline.toNanos();
        this.inFlight = new InFlight(builder.maximumWaiting, timer, deadlineNanos);
        this.remoteKeepsDeadlines = remote.keepsDeadlines();
        this.breakers = new NodeBreakers(remote, builder.time, outages, this::outageBegins);
        OwnChanges own = new OwnChanges(builder.time);
        this.peerNews = remote.peerNews();
        this.admin = new ResilientAdmin(remote.admin(), local.admin(), known, own, timer, peerNews, this::isClosed);
        this.endOfNews = peerNews == null ? () -> {} : follow(peerNews, known, own);
    }

    private static Runnable follow(PeerNews news, PeerNews.Listener first, PeerNews.Listener second) {
        Runnable endOfFirst = news.follow(first);
        Runnable endOfSecond = news.follow(second);
        return () -> {
            endOfFirst.run();
            endOfSecond.run();
        };
    }

    /**
     * Starts to configure a storage. Both storages are its own from then on, and closed with it.
     *
     * @param remote what all instances share
     * @param local what stands in for it, in this process: a memory storage of its own
     */
    public static ResilientStoreBuilder builder(SentinelStore remote, SentinelStore local) {
        return new ResilientStoreBuilder(remote, local);
    }

    @Override
    public PreparedPlan prepare(Plan plan) {
        return new ResilientPlan(this, plan, remote.prepare(plan), Fallback.prepare(plan, local, rules));
    }

    /** A remote without news may come back without its state: then what is known here outranks what it says. */
    private void outageBegins() {
        if (peerNews == null) {
            known.stateLost();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether a breaker is open: the remote, or one of its nodes, gets only probes. */
    public boolean isDegraded() {
        return breakers.isAnyOpen();
    }

    /**
     * The {@linkplain SentinelStore#nodes nodes} of the remote that get only probes, by name, in order: only decisions that need one of
     * them are degraded. Empty for a remote without nodes, and while all is well.
     */
    public Set<String> degradedNodes() {
        return breakers.openNodes();
    }

    @Override
    public Set<String> nodes() {
        return remote.nodes();
    }

    /** The remote's: what is denied while it fails is not kept. */
    @Override
    public DenialHistory denials() {
        return remote.denials();
    }

    @Override
    public StoreHealth health() {
        return outages.health("ResilientStore(" + remote.health().storage() + ")");
    }

    /** How many blocks were forgotten before their end because too many were known at once. */
    public long forgottenBlocks() {
        return known.forgotten();
    }

    @Override
    public FingerprintKey fingerprintKey() {
        return remote.fingerprintKey();
    }

    @Override
    public Runnable listen(StoreListener listener) {
        return outages.listen(listener);
    }

    /** The remote's news. */
    @Override
    public @Nullable PeerNews peerNews() {
        return peerNews;
    }

    @Override
    public StoreAdmin admin() {
        return admin;
    }

    /** Closes both storages. Idempotent. */
    @Override
    public void close() {
        closed = true;
        inFlight.close();
        timer.close();
        endOfNews.run();
        try {
            remote.close();
        } finally {
            local.close();
            log.close();
        }
    }

    static StoreException closed() {
        return new StoreException("the storage is closed; open a new one");
    }
}
