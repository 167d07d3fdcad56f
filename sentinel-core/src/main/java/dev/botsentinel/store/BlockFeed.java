package dev.botsentinel.store;

import dev.botsentinel.plan.BlockSource;

/**
 * News of blocks, from a storage that other instances use too: what they block and lift, and whether the state is still
 * the one that was told of. A {@link ResilientStore} listens, so that a block lifted elsewhere isn't enforced here for
 * another two seconds, and so that a state lost on the server lifts none.
 */
public interface BlockFeed {

    /** Has a listener told from now on, for as long as the storage is open. */
    void follow(Listener listener);

    /** Told of news, in their order, on any thread; thread-safe, quick, never blocks and never throws. */
    interface Listener {

        /**
         * A subject was blocked, by hand or by the escalation, by any instance.
         *
         * @param nowMicros the storage's time when it was
         * @param untilMicros the first instant at which it no longer is, by the storage's time; {@link
         *     dev.botsentinel.plan.Verdict#NEVER} for ever
         */
        void blocked(String subject, BlockSource source, long nowMicros, long untilMicros);

        /** A subject was lifted; also if there was no block to lift, since somebody may know of one that was lost. */
        void lifted(String subject);

        /** News may have been missed, because the subscription was down until now. */
        void missed();

        /**
         * The storage lost its state, or may have: it came back empty, or another server took over. Told before any call
         * is answered from the new state. Blocks told of before stay in force without it.
         */
        void stateLost();
    }
}
