package dev.botsentinel.cli;

import dev.botsentinel.store.SentinelStore;

/** Where a replay counts; what it leaves there goes when it is closed. */
interface ReplayStorage extends AutoCloseable {

    SentinelStore store();

    /** What to warn of at the end; empty if nothing. */
    String warning();

    @Override
    void close();
}
