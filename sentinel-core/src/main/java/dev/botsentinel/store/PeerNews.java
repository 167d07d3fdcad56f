package dev.botsentinel.store;

import dev.botsentinel.plan.BlockSource;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * News from a storage that other instances use too: what they block and lift, of whom they want all to ask anew, and
 * whether the state is still the one that was told of. A {@link dev.botsentinel.store.resilient.ResilientStore} listens, so
 * that a block lifted elsewhere isn't enforced here for another two seconds, and so that a state lost on the server lifts
 * none; a guard listens, so that what it knows of a principal doesn't outlive a {@code forget} on another instance.
 * Thread-safe.
 */
public interface PeerNews {

    /**
     * Has a listener told from now on, until the result is run or the storage is closed.
     *
     * @return ends it; idempotent
     */
    Runnable follow(Listener listener);

    /**
     * Makes sure that a state lost by now has been told of: for whoever is about to believe the storage that a block, told of
     * before, is none.
     *
     * @return completes after {@link Listener#stateLost}, if the state is lost; fails with a {@link StoreException} if it
     *     can't be said whether it is
     */
    CompletionStage<@Nullable Void> confirm(String subject);

    /**
     * Tells all that follow, on all instances, that what they know of a subject is to be asked for anew.
     *
     * @return completes when it was told; fails with a {@link StoreException} if that isn't sure
     */
    CompletionStage<@Nullable Void> tellForget(String subject);

    /** Told of news, in their order, on any thread; thread-safe, quick, never blocks and never throws. */
    interface Listener {

        /**
         * A subject was blocked, by hand or by the escalation, by any instance.
         *
         * @param nowMicros the storage's time when it was
         * @param untilMicros the first instant at which it no longer is, by the storage's time; {@link
         *     dev.botsentinel.plan.Verdict#NEVER} for ever
         */
        default void blocked(String subject, BlockSource source, long nowMicros, long untilMicros) {}

        /** A subject was lifted; also if there was no block to lift, since somebody may know of one that was lost. */
        default void lifted(String subject) {}

        /** What is known of a subject that isn't the storage's, its principal above all, is to be asked for anew. */
        default void forget(String subject) {}

        /** News may have been missed, because the subscription was down until now. */
        default void missed() {}

        /**
         * The storage lost its state, or may have: it came back empty, or another server took over. Told as soon as it is
         * noticed, and at the latest by {@link PeerNews#confirm}. Blocks told of before stay in force without it.
         */
        default void stateLost() {}
    }
}
