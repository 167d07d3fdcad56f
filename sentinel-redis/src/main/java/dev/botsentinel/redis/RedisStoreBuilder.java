package dev.botsentinel.redis;

import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Configures a {@link RedisStore}. Not thread-safe. */
public final class RedisStoreBuilder {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Endpoints place;
    private final Certificates certificates = new Certificates();
    private Keys keys = new Keys("sentinel");
    private Duration timeout = Duration.ofMillis(50);
    private Duration connectTimeout = Duration.ofSeconds(2);
    private @Nullable FingerprintKey fingerprintKey;
    private @Nullable InstantSource time;

    RedisStoreBuilder(String uri) {
        this.place = Endpoints.parse(uri);
    }

    /**
     * What all keys start with, {@code sentinel} unless said. Instances with the same prefix share their state, so give each
     * environment its own.
     *
     * @throws IllegalArgumentException if it is not 1 to 64 letters, digits and {@code . _ : / -}
     */
    public RedisStoreBuilder keyPrefix(String keyPrefix) {
        this.keys = new Keys(keyPrefix);
        return this;
    }

    /** The key with which content is hashed; demanded, because all instances need the same one. */
    public RedisStoreBuilder fingerprintKey(FingerprintKey fingerprintKey) {
        this.fingerprintKey = Objects.requireNonNull(fingerprintKey, "fingerprintKey");
        return this;
    }

    /**
     * How long a call may take, 50 ms unless said. After it the call fails, and Redis refuses it if it comes later.
     *
     * @throws IllegalArgumentException if it is not 1 ms to a minute
     */
    public RedisStoreBuilder timeout(Duration timeout) {
        this.timeout = checked("timeout", timeout);
        return this;
    }

    /**
     * How long making and checking a connection may take, 2 s unless said; also the most that {@link #build} waits.
     *
     * @throws IllegalArgumentException if it is not 1 ms to a minute
     */
    public RedisStoreBuilder connectTimeout(Duration connectTimeout) {
        this.connectTimeout = checked("connectTimeout", connectTimeout);
        return this;
    }

    /**
     * Whose certificates to believe with TLS ({@code rediss://}), and nobody else's; those that Java believes unless said.
     * Chain and host name are checked in full.
     *
     * @param pem a file with X.509 certificates in PEM: that of your own authority
     * @throws IllegalArgumentException if there are none
     */
    public RedisStoreBuilder trust(Path pem) {
        certificates.trust(pem);
        return this;
    }

    /**
     * By what this client is known to a server that asks for it ({@code tls-auth-clients}); by nothing unless said.
     *
     * @param chain a file with the client's X.509 certificate in PEM, and those between it and the authority
     * @param key a file with its private key in PEM: PKCS #8, not encrypted
     * @throws IllegalArgumentException if they can't be read
     */
    public RedisStoreBuilder clientCertificate(Path chain, Path key) {
        certificates.present(chain, key);
        return this;
    }

    /**
     * The time by which everything is decided, for tests and recordings; the server's clock unless said, which is right for
     * all else, because instances that share state need one clock. With a time of one's own keys expire a day after they
     * were written, whatever that time says.
     */
    public RedisStoreBuilder time(InstantSource time) {
        this.time = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * A storage that is connected, or else connects in the background: a bot starts also while Redis is down. Waits for the
     * first attempt to connect.
     *
     * @throws IllegalArgumentException if there is no {@link #fingerprintKey}
     * @throws StoreException if Redis answers and refuses: a wrong password, a command that its user may not run
     */
    public RedisStore build() {
        FingerprintKey key = fingerprintKey;
        if (key == null) {
            throw new IllegalArgumentException(
                    "a shared storage needs a fingerprintKey, the same for all its instances;"
                            + " make one with: openssl rand -hex 16, keep it secret, and read it with FingerprintKey.ofHex");
        }
        Settings settings =
                new Settings(place, keys, timeout, connectTimeout, certificates.options(connectTimeout), time);
        ScriptClient server = place.isCluster() ? new Cluster(settings) : new SingleServer(settings);
        try {
            awaitFirstAttempt(server.start());
        } catch (StoreException refused) {
            server.close();
            throw refused;
        }
        return new RedisStore(server, keys, key, time != null);
    }

    private void awaitFirstAttempt(CompletableFuture<Void> attempt) {
        try {
            attempt.get(connectTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException || Failures.isRefusal(e)) {
                String reason = Failures.reason(e);
                throw new StoreException("Redis refuses this storage (" + advice(reason) + "): " + reason);
            }
        } catch (TimeoutException e) {
            // Goes on in the background.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String advice(String reason) {
        if (reason.contains("NOAUTH") || reason.contains("WRONGPASS") || reason.contains("AUTH failed")) {
            return "check user and password in the URI";
        }
        return reason.contains("cluster support disabled")
                ? "it is no Cluster; write redis:// in place of redis-cluster://"
                : "docs/redis.md says what to grant";
    }

    private static Duration checked(String name, Duration duration) {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is " + duration + ", but must be 1 ms to 1 minute");
        }
        return duration;
    }
}
