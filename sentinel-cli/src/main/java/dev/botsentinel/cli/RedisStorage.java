package dev.botsentinel.cli;

import dev.botsentinel.redis.RedisStore;
import dev.botsentinel.redis.RedisStoreBuilder;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A replay's storage in Redis, under a key prefix with a random id, so that it never meets a bot's state. Removed at the end,
 * also when the command fails or is interrupted; what can't be removed expires within a day.
 */
final class RedisStorage implements ReplayStorage {

    private static final String PREFIX = "sentinel-replay:";
    private static final int ID_BYTES = 8;

    /** A recording waits for a slow server; nobody waits for the recording. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String uri;
    private final String prefix;
    private final VirtualClock clock;
    private final PrintStream err;
    private final RedisStore store;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread onInterrupt = new Thread(this::remove, "sentinel-replay-removal");

    /**
     * @throws IllegalArgumentException if it is no URI of Redis; it isn't repeated
     * @throws CommandFailure if Redis doesn't answer or refuses
     */
    RedisStorage(String uri, VirtualClock clock, PrintStream err) {
        this.uri = uri;
        this.clock = clock;
        this.err = err;
        byte[] id = new byte[ID_BYTES];
        new SecureRandom().nextBytes(id);
        this.prefix = PREFIX + HexFormat.of().formatHex(id);
        this.store = open();
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    @Override
    public SentinelStore store() {
        return store;
    }

    @Override
    public String warning() {
        return "";
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        } catch (IllegalStateException e) {
            // It runs already, and found nothing to do.
        }
    }

    private RedisStore open() {
        RedisStoreBuilder builder = RedisStore.builder(uri)
                .keyPrefix(prefix)
                .fingerprintKey(FingerprintKey.random())
                .time(clock)
                .soleInstance()
                .timeout(PATIENCE);
        RedisStore opened;
        try {
            opened = builder.build();
        } catch (StoreException refused) {
            throw CommandFailure.ofInput("--storage: " + refused.getMessage());
        }
        try {
            await(opened.admin().blocks(null, 1));
            return opened;
        } catch (StoreException failure) {
            opened.close();
            throw CommandFailure.ofInput("--storage: " + failure.getMessage() + "; is it running there"
                    + (uri.startsWith("rediss") ? ", and with TLS?" : "?"));
        }
    }

    /** Over a connection of its own, because the other one may be what failed, and nothing must be written any more. */
    private void remove() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        store.close();
        try (RedisStore remover = open()) {
            await(remover.removeAll());
        } catch (StoreException | CommandFailure failure) {
            err.print(
                    "warning: what the replay kept in Redis can't be removed; it expires within a day. Its keys start with "
                            + prefix + ": " + failure.getMessage() + "\n");
        }
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException failure
                    ? failure
                    : new StoreException("Redis could not answer: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new StoreException("Redis gave no answer within " + PATIENCE.toSeconds() + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted", e);
        }
    }
}
