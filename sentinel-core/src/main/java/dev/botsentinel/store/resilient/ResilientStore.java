package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.PeerNews;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.store.StoreListener;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A remote storage whose failures harm nobody: it has a deadline, is left alone while it fails, and is stood in for,
 * stage by stage, by what this instance knows.
 *
 * <pre>{@code
 * SentinelStore store = ResilientStore.builder(RedisStore.builder(uri).fingerprintKey(key).build(), MemoryStore.create())
 *         .expectedInstances(3)
 *         .build();
 * }</pre>
 *
 * <p>A call that fails, or has no answer when its deadline is over, is decided locally: blocks that this instance has been
 * told of stay in force, debounce and limits go on on the local storage, limits divided by the expected instances. Such a
 * verdict is {@link Verdict#degraded}. After five failures in a row, or half of the last twenty, the remote is asked no
 * more, but for one probe a second; that is told to {@link StoreListener}s and logged.
 *
 * <p>A block that the remote has confirmed is answered for without it for at most 2 s. Blocks known here stay in force
 * until their end or an unblock, whatever happens to the remote; {@link PeerNews} says how a remote tells of unblocks
 * elsewhere.
 *
 * <p>What comes after the deadline is thrown away: that it spent nothing is for the remote to see to, whose own time
 * limit must not be longer. Administrators' operations are always tried on the remote, within 2 s, and fail if it fails.
 *
 * <p>Thread-safe, never blocks. Stages complete on the thread of the remote, of the local storage, or on the one that
 * watches deadlines, and none of them must be kept waiting.
 */
public final class ResilientStore implements SentinelStore {

    private final SentinelStore remote;
    private final SentinelStore local;
    private final Fallback fallback;
    private final Breaker breaker;
    private final KnownBlocks known;
    private final OutageReporter outages;
    private final DeadlineTimer timer;
    private final StoreAdmin admin;
    private final long deadlineNanos;
    private final int maximumWaiting;
    private final @Nullable PeerNews peerNews;
    private final Runnable endOfNews;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    ResilientStore(ResilientStoreBuilder builder) {
        this.remote = builder.remote;
        this.local = builder.local;
        this.fallback = new Fallback(local, builder.directions, builder.instances);
        this.breaker = new Breaker(builder.time);
        this.known = new KnownBlocks(builder.time, builder.maximumKnownBlocks);
        this.outages = new OutageReporter(builder.time);
        this.timer = builder.timer == null ? new CoarseTimer("sentinel-deadlines") : builder.timer;
        this.admin = new ResilientAdmin(remote.admin(), local.admin(), known, timer, () -> closed);
        this.deadlineNanos = builder.deadline.toNanos();
        this.maximumWaiting = builder.maximumWaiting;
        this.peerNews = remote.peerNews();
        this.endOfNews = peerNews == null ? () -> {} : peerNews.follow(known);
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
        PreparedPlan prepared = remote.prepare(plan);
        return facts -> new Pending(evaluate(plan, prepared, facts));
    }

    private CompletionStage<Verdict> evaluate(Plan plan, PreparedPlan prepared, Facts facts) {
        if (closed) {
            return CompletableFuture.failedFuture(closed());
        }
        Verdict blocked = known.answer(plan, facts);
        if (blocked != null) {
            return CompletableFuture.completedFuture(blocked);
        }
        if (waiting.incrementAndGet() > maximumWaiting) {
            waiting.decrementAndGet();
            return evaluateWithoutRemote(plan, facts, null);
        }
        long ticket = breaker.pass();
        if (ticket == Breaker.REFUSED) {
            waiting.decrementAndGet();
            return evaluateWithoutRemote(plan, facts, null);
        }
        return new RemoteCall(plan, prepared, facts, ticket).start();
    }

    private CompletionStage<Verdict> evaluateWithoutRemote(Plan plan, Facts facts, @Nullable Throwable cause) {
        try {
            Verdict blocked = known.answerWithoutStorage(plan, facts);
            return blocked == null ? fallback.evaluate(plan, facts, cause) : CompletableFuture.completedFuture(blocked);
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(new StoreException("the local storage failed", failure));
        }
    }

    /** One plan put to the remote; settled once, by the answer or by the deadline. */
    private final class RemoteCall {

        private final Plan plan;
        private final PreparedPlan prepared;
        private final Facts facts;
        private final long ticket;
        private final KnownBlocks.Asked asked = known.asking();
        private final CompletableFuture<Verdict> result = new CompletableFuture<>();
        private final AtomicBoolean settled = new AtomicBoolean();
        private volatile @Nullable Runnable callOffDeadline;

        RemoteCall(Plan plan, PreparedPlan prepared, Facts facts, long ticket) {
            this.plan = plan;
            this.prepared = prepared;
            this.facts = facts;
            this.ticket = ticket;
        }

        CompletableFuture<Verdict> start() {
            try {
                CompletableFuture<Verdict> answer =
                        prepared.evaluate(facts).toStage().toCompletableFuture();
                if (!answer.isDone()) {
                    setDeadline();
                }
                CompletableFuture<Verdict> unused = answer.whenComplete(this::answered);
            } catch (Throwable failure) {
                failed(failure);
            }
            return result;
        }

        /** What is told of a block is learned also from an answer that came too late. */
        private void answered(@Nullable Verdict verdict, @Nullable Throwable failure) {
            if (verdict == null) {
                failed(failure == null ? new StoreException("the storage answered null") : Stages.cause(failure));
                return;
            }
            if (peerNews != null && known.isContradictedBy(asked, plan, facts, verdict)) {
                confirm(peerNews, verdict);
            } else {
                accept(verdict);
            }
        }

        /** Blocks go because they were lifted, and not because the storage has forgotten them. */
        private void confirm(PeerNews peerNews, Verdict verdict) {
            try {
                if (callOffDeadline == null) {
                    setDeadline(); // the answer was there at once, but what it is worth may take its time
                }
                CompletionStage<?> unused = peerNews.confirm(Objects.requireNonNull(facts.subject()))
                        .whenComplete((done, failure) -> {
                            if (failure == null) {
                                accept(verdict);
                            } else {
                                failed(Stages.cause(failure));
                            }
                        });
            } catch (Throwable failure) {
                failed(failure);
            }
        }

        private void setDeadline() {
            callOffDeadline = timer.after(deadlineNanos, this::late);
        }

        private void accept(Verdict verdict) {
            known.learn(asked, plan, facts, verdict);
            boolean blocked = !KnownBlocks.ledToBlock(verdict) && known.isContradictedBy(asked, plan, facts, verdict);
            Verdict standing = blocked ? known.answerWithoutStorage(plan, facts) : null;
            if (settle()) {
                if (breaker.succeeded(ticket)) {
                    outages.recovered();
                }
                result.complete(standing == null ? verdict : standing);
            }
        }

        private void late() {
            failed(new StoreException(
                    "the storage gave no answer within " + TimeUnit.NANOSECONDS.toMillis(deadlineNanos) + " ms"));
        }

        private void failed(Throwable failure) {
            if (!settle()) {
                return;
            }
            if (breaker.failed(ticket)) {
                opened(failure);
            }
            CompletionStage<Verdict> unused = evaluateWithoutRemote(plan, facts, failure)
                    .whenComplete((verdict, localFailure) -> {
                        if (localFailure == null) {
                            result.complete(verdict);
                        } else {
                            result.completeExceptionally(Stages.cause(localFailure));
                        }
                    });
        }

        private boolean settle() {
            if (!settled.compareAndSet(false, true)) {
                return false;
            }
            waiting.decrementAndGet();
            Runnable callOff = callOffDeadline;
            if (callOff != null) {
                callOff.run();
            }
            return true;
        }
    }

    /** A remote that can't tell may come back without its state: then what is known here outranks what it says. */
    private void opened(Throwable failure) {
        if (peerNews == null) {
            known.stateLost();
        }
        outages.degraded(failure);
    }

    /** Whether the remote is given up for the time being, but for probes. */
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
