package dev.botsentinel.store;

import dev.botsentinel.plan.BlockSource;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * News from the other instances that share a storage: which subjects they block and unblock, which principals to ask for
 * again, and whether the server has lost its state. A {@link dev.botsentinel.store.resilient.ResilientStore} follows it, so
 * that a block lifted elsewhere isn't enforced here for another two seconds, and so that a lost state lifts no block; a guard
 * follows it, so that a cached principal doesn't outlive a {@code forget} on another instance. Thread-safe.
 */
public interface PeerNews {

    /**
     * Notifies a listener from now on, until the result is run or the storage is closed.
     *
     * @return ends it; idempotent
     */
    Runnable follow(Listener listener);

    /**
     * Checks whether the server has lost its state, or this subject's block alone, before a caller believes it that a known block
     * is gone.
     *
     * @return completes after {@link Listener#stateLost}, if the state is lost, and after {@link Listener#blockLost}, if the block
     *     is; fails with a {@link StoreException} if it can't be said whether they are
     */
    CompletionStage<@Nullable Void> confirm(String subject);

    /**
     * Asks all instances to forget what they have cached about a subject.
     *
     * @return completes when the request was sent; fails with a {@link StoreException} if that isn't certain
     */
    CompletionStage<@Nullable Void> tellForget(String subject);

    /** Receives news in order, on any thread. Thread-safe and quick; never blocks and never throws. */
    interface Listener {

        /**
         * A subject was blocked, by hand or by the escalation, by any instance.
         *
         * @param nowMicros the storage's time when it was
         * @param untilMicros the first instant at which it no longer is, by the storage's time; {@link
         *     dev.botsentinel.plan.Verdict#NEVER} for ever
         */
        default void blocked(String subject, BlockSource source, long nowMicros, long untilMicros) {}

        /** A subject was unblocked; also if it had no block, since an instance may know of one that the server has lost. */
        default void lifted(String subject) {}

        /** Whatever is cached about a subject outside the storage, its principal above all, is out of date. */
        default void forget(String subject) {}

        /** News may have been missed, because the subscription was down until now. */
        default void missed() {}

        /**
         * The server lost its state, or may have: it came back empty, or another one took over. Reported as soon as it is
         * noticed, at the latest by {@link PeerNews#confirm}. Blocks known before stay in force.
         */
        default void stateLost() {}

        /**
         * The server no longer has a subject's block, though nobody lifted it: it evicted it, or let it end early since its clock was
         * ahead. Reported by {@link PeerNews#confirm} at the latest, perhaps several times, and perhaps of a block that has ended. The
         * block stays in force where it is known.
         */
        default void blockLost(String subject) {}
    }
}
