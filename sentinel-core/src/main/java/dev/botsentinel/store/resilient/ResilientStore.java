package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.PeerNews;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.store.StoreListener;
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
 * StoreListener}s and the log report it. What stands in for a plan is prepared together with it.
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
    final Breaker breaker;
    final DeadlineTimer timer;
    final InFlight inFlight;
    final long deadlineNanos;
    final boolean remoteKeepsDeadlines;

    private final SentinelStore remote;
    private final SentinelStore local;
    private final OutageRules rules;
    private final OutageReporter outages;
    private final StoreAdmin admin;
    private final @Nullable PeerNews peerNews;
    private final Runnable endOfNews;
    private volatile boolean closed;

    ResilientStore(ResilientStoreBuilder builder) {
        this.remote = builder.remote;
        this.local = builder.local;
        this.rules = builder.rules();
        this.known = new KnownBlocks(builder.time, builder.maximumKnownBlocks);
        this.breaker = new Breaker(builder.time);
        this.timer = builder.timer == null ? new CoarseTimer("sentinel-deadlines") : builder.timer;
        this.deadlineNanos = builder.deadline.toNanos();
        this.inFlight = new InFlight(builder.maximumWaiting, timer, deadlineNanos);
        this.remoteKeepsDeadlines = remote.keepsDeadlines();
        this.outages = new OutageReporter(builder.time);
        OwnChanges own = new OwnChanges(builder.time);
        this.admin = new ResilientAdmin(remote.admin(), local.admin(), known, own, timer, this::isClosed);
        this.peerNews = remote.peerNews();
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

    /** @param ticket of the call that succeeded */
    void succeeded(long ticket) {
        if (breaker.succeeded(ticket)) {
            outages.recovered();
        }
    }

    /**
     * A remote without news may come back without its state: then what is known here outranks what it says.
     *
     * @param ticket of the call that failed
     */
    void failed(long ticket, Throwable failure) {
        if (!breaker.failed(ticket)) {
            return;
        }
        if (peerNews == null) {
            known.stateLost();
        }
        outages.degraded(failure);
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether the breaker is open: the remote gets only probes. */
    public boolean isDegraded() {
        return breaker.isOpen();
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
        }
    }

    static StoreException closed() {
        return new StoreException("the storage is closed; open a new one");
    }
}
