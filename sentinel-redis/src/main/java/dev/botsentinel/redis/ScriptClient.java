package dev.botsentinel.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where scripts run. Thread-safe. */
interface ScriptClient extends AutoCloseable {

    /** Begins to connect; completes when the first attempt has ended, with its failure if it failed. */
    CompletableFuture<Void> start();

    /** Whether keys live in several places. */
    boolean isDivided();

    /** Where a key lives: one call can have only keys of one place. */
    int place(byte[] key);

    /**
     * Runs a script at most once, and not at all once the call's time is up. Completes on whatever thread learns of the
     * answer; fails with a {@link dev.botsentinel.store.StoreException}; never throws.
     */
    default CompletionStage<Reply> run(ScriptArgs call) {
        return run(call, end());
    }

    /** As {@link #run(ScriptArgs)}, with what is left until {@link #end} as it was for an earlier call. */
    CompletionStage<Reply> run(ScriptArgs call, long endNanos);

    /** Has all servers know a script, those that come later too, so that its first call needn't bring it. Doesn't wait. */
    void load(Script script);

    /** When a call made now must have been answered, by {@link System#nanoTime}. */
    long end();

    /**
     * The session with the server that has a key.
     *
     * @throws dev.botsentinel.store.StoreException if there is none now
     */
    Session session(byte[] key);

    /**
     * A session with each server that has keys.
     *
     * @throws dev.botsentinel.store.StoreException if there is none with one of them now
     */
    List<Session> sessions();

    /** What instances tell each other; null if they don't. */
    @Nullable
    News news();

    /** Calls made afterwards fail. Idempotent, doesn't wait. */
    @Override
    void close();
}
