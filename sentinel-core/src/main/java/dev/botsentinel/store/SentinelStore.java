package dev.botsentinel.store;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A storage of guard state: what a backend implements and the storage contract tests.
 *
 * <p>{@link #evaluate} decides, then commits: it examines every enforced step of the plan against the state and the
 * time, and writes only if all pass, atomically for all threads and all instances that share the storage. A refused plan
 * leaves no trace but its {@code onDenied}. Shadow steps are examined only when the plan is otherwise admitted, each on
 * its own: one that would refuse is reported and writes nothing, the others commit with the plan.
 *
 * <p><b>Time.</b> Each owner keeps the latest time an admitted plan has written to it; a plan sees, owner by owner, the
 * later of that and now, so that a clock which steps back grants nothing. Waits count from the real now. A refusal
 * writes no time.
 *
 * <p><b>Forgetting.</b> State that can no longer change a decision may be dropped: a bucket that is full again, a window
 * whose last permit has left, a value whose window has ended. What is missing means a full budget, never an error.
 *
 * <p>Thread-safe. Never throws: a storage that can't answer fails the stage with a {@link StoreException}.
 */
public interface SentinelStore extends AutoCloseable {

    /**
     * Decides on a plan and commits it in one round trip.
     *
     * @return completes with the verdict, on the calling thread where the storage is local
     */
    CompletionStage<Verdict> evaluate(Plan plan);

    /** The key with which content is hashed before it comes here; the same for all instances that share the state. */
    FingerprintKey fingerprintKey();

    /**
     * A place for what one guard knows of its subjects; null if the storage has none, or has given it to another guard.
     * A storage in the same process may offer one; it is an optimisation and nothing else.
     */
    default @Nullable SubjectNotes claimNotes() {
        return null;
    }

    /** Has a listener told how this storage fares, until the result is run. A storage that can't fail tells nothing. */
    default Runnable listen(StoreListener listener) {
        return () -> {};
    }

    /** News of what other instances do; null if the storage has none to tell. */
    default @Nullable BlockFeed blockFeed() {
        return null;
    }

    /** The administrators' operations. */
    StoreAdmin admin();

    /** Releases what the storage holds; a plan evaluated afterwards fails. Idempotent. */
    @Override
    void close();
}
