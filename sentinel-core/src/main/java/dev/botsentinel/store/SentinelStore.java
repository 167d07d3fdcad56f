package dev.botsentinel.store;

import dev.botsentinel.access.PrincipalCache;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A storage of guard state: what a backend implements and the storage contract tests.
 *
 * <p>A plan is {@linkplain #prepare prepared} once and then evaluated for each update. {@link PreparedPlan#evaluate}
 * decides, then commits: it examines every enforced step of the plan against the state and the time, and writes only if
 * all pass, atomically for all threads and all instances that share the storage. A refused plan leaves no trace but its
 * {@code onDenied}. Shadow steps are examined only when the plan is otherwise admitted, each on its own: one that would
 * refuse is reported and writes nothing, the others commit with the plan.
 *
 * <p><b>Time.</b> Each owner keeps the latest time an admitted plan has written to it; a plan sees, owner by owner, the
 * later of that and now, so that a clock which steps back grants nothing. Waits count from the real now. A refusal
 * writes no time.
 *
 * <p><b>Forgetting.</b> State that can no longer change a decision may be dropped: a bucket that is full again, a window
 * whose last permit has left, a value whose window has ended. What is missing means a full budget, never an error.
 *
 * <p>Thread-safe.
 */
public interface SentinelStore extends AutoCloseable {

    /**
     * Makes of a plan all that doesn't depend on an update. Cheap enough for a policy of a hundred thousand limits; asks
     * no server and waits for none.
     *
     * @throws IllegalArgumentException if the storage can't count what the plan says
     */
    PreparedPlan prepare(Plan plan);

    /**
     * Prepares a plan and decides on it: for tests and tools, and for plans that are needed once.
     *
     * @return completes with the verdict; fails with a {@link StoreException} if the storage can't answer
     */
    default CompletionStage<Verdict> evaluate(Plan plan, Facts facts) {
        return prepare(plan).evaluate(facts).toStage();
    }

    /**
     * Whether the plans it prepares keep the deadline of {@link PreparedPlan#evaluate(Facts, long)}, to within a few
     * milliseconds: then nobody else watches it.
     */
    default boolean keepsDeadlines() {
        return false;
    }

    /**
     * The nodes over which the state is spread and that fail one by one, as the masters of a Cluster do, by names that may be logged;
     * empty if there is only one. They may change at any time. What a node couldn't answer fails with a {@link StoreException}
     * that names it. Cheap; asks nobody.
     */
    default Set<String> nodes() {
        return Set.of();
    }

    /** The key with which content is hashed before it comes here; the same for all instances that share the state. */
    FingerprintKey fingerprintKey();

    /**
     * A cache of principals beside the state of their subjects, for one guard; null if the storage has none, or another
     * guard has claimed it. It only saves look-ups: no decision depends on it.
     */
    default @Nullable PrincipalCache claimPrincipalCache() {
        return null;
    }

    /** Reports outages to a listener until the result is run. A storage that can't fail reports nothing. */
    default Runnable listen(StoreListener listener) {
        return () -> {};
    }

    /** News of what other instances do; null if the storage has none. */
    default @Nullable PeerNews peerNews() {
        return null;
    }

    /** How it fares now; cheap, asks no server. Never fails. */
    default StoreHealth health() {
        return StoreHealth.of(this);
    }

    /** The last denials of each subject, if it keeps them. */
    default DenialHistory denials() {
        return DenialHistory.NONE;
    }

    /** The administrators' operations. */
    StoreAdmin admin();

    /** Releases what the storage holds; a plan evaluated afterwards fails. Idempotent. */
    @Override
    void close();
}
