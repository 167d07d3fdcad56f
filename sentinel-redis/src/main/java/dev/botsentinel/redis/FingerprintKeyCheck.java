package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.botsentinel.redis.client.Reply;
import dev.botsentinel.redis.client.ScriptArgs;
import dev.botsentinel.redis.client.ScriptClient;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.PeerNews;
import dev.botsentinel.store.StoreException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares this instance's fingerprint key with the one that the state belongs to. With another key an instance recognizes
 * nothing that the others have seen: no repeat, no update id, no album. A hash of the key stands beside the state; the first
 * instance writes it. Asked at the start, and again whenever the subscription is new. Thread-safe.
 */
final class FingerprintKeyCheck implements PeerNews.Listener {

    private static final Logger log = LoggerFactory.getLogger(FingerprintKeyCheck.class);

    private static final String SALT = "Sentinel's fingerprint key";

    private final ScriptClient client;
    private final Keys keys;
    private final byte[] hash;
    private final BooleanSupplier isClosed;
    private final AtomicBoolean isComparing = new AtomicBoolean();
    private volatile @Nullable StoreException refusal;

    FingerprintKeyCheck(ScriptClient client, Keys keys, FingerprintKey key, BooleanSupplier isClosed) {
        this.client = client;
        this.keys = keys;
        this.isClosed = isClosed;
        this.hash = hash(key);
    }

    /** Why nothing may be done with the state; null if the key fits, or if that isn't known yet. */
    @Nullable
    StoreException refusal() {
        return refusal;
    }

    /**
     * Compares now, if Redis answers.
     *
     * @throws StoreException if the state belongs to another key
     */
    void atStart(Duration timeout) {
        try {
            StoreException found = compare(System.nanoTime() + timeout.toNanos())
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (found != null) {
                throw found;
            }
        } catch (ExecutionException | TimeoutException unknown) {
            log.debug("The fingerprint key is compared when Redis can be reached");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void missed() {
        if (isComparing.compareAndSet(false, true)) {
            compareUntilKnown();
        }
    }

    private void compareUntilKnown() {
        compare(client.deadlineNanos()).whenComplete((found, failure) -> {
            if (failure != null && !isClosed.getAsBoolean()) {
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(this::compareUntilKnown);
                return;
            }
            isComparing.set(false);
            if (found != null) {
                log.error("Refusing all calls: {}", found.getMessage());
            }
        });
    }

    /** Completes with the refusal, or with null if the key fits. */
    private CompletionStage<@Nullable StoreException> compare(long deadlineNanos) {
        ScriptArgs call = new ScriptArgs(Scripts.FINGERPRINT_KEY, List.of(keys.fingerprintKey()), List.of(hash));
        return client.run(call, deadlineNanos).thenApply(reply -> {
            boolean fits = Arrays.equals(hash, reply.bytes(Reply.REST));
            refusal = fits
                    ? null
                    : new StoreException("this instance's fingerprintKey is not the one that the state under "
                            + new String(keys.fingerprintKey(), US_ASCII) + " belongs to; give all instances the same"
                            + " key. To change it, stop all instances, delete that key of Redis, and start them with"
                            + " the new one");
            return refusal;
        });
    }

    private static byte[] hash(FingerprintKey key) {
        byte[] secret = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(key.k0())
                .putLong(key.k1())
                .array();
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(SALT.getBytes(US_ASCII));
            return HexFormat.of().formatHex(digest.digest(secret)).getBytes(US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the fingerprint key is hashed with SHA-256, which this Java lacks", e);
        }
    }
}
