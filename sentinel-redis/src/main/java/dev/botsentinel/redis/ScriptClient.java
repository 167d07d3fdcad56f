package dev.botsentinel.redis;

import java.util.concurrent.CompletionStage;

/** Where scripts run. Thread-safe. */
interface ScriptClient extends AutoCloseable {

    /**
     * Runs a script at most once, and not at all once the call's time is up. Completes on whatever thread learns of the
     * answer; fails with a {@link dev.botsentinel.store.StoreException}; never throws.
     */
    CompletionStage<Reply> run(Call call);

    /** Calls made afterwards fail. Idempotent, doesn't wait. */
    @Override
    void close();
}
