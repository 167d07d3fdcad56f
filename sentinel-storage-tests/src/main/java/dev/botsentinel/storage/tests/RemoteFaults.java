package dev.botsentinel.storage.tests;

import dev.botsentinel.store.SentinelStore;

/** Makes the way between an instance and a remote state fail, as tests need it. */
public interface RemoteFaults {

    /**
     * Holds the next call of this instance back until it is too late: the state gets to see it only after its deadline.
     */
    void delayNextCall(SentinelStore instance);

    /** Lets the next call of this instance arrive and be executed, but loses its reply and breaks the connection. */
    void loseNextReply(SentinelStore instance);

    /** Returns when everything on its way has arrived and been dealt with, and all instances are connected again. */
    void settle();

    /** Restarts the server with what it had on disk, and returns when all instances are connected again. */
    void restart();
}
