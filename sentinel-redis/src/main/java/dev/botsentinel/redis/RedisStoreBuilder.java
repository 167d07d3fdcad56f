package dev.botsentinel.redis;

import dev.botsentinel.library.LibraryProbe;
import dev.botsentinel.redis.client.ScriptClient;
import dev.botsentinel.redis.client.ScriptClientBuilder;
import dev.botsentinel.store.DenialHistory;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Configures a {@link RedisStore}. Not thread-safe. */
public final class RedisStoreBuilder {

    private final ScriptClientBuilder client;
    private Keys keys;
    private Duration connectTimeout = Duration.ofSeconds(2);
    private @Nullable FingerprintKey fingerprintKey;
    private boolean hasOwnTime;
    private boolean soleInstance;
    private int denialsPerSubject;

    RedisStoreBuilder(String uri) {
        this.client = ScriptClient.builder(uri);
        this.keys = new Keys("sentinel", client.database());
    }

    /**
     * Sets the prefix of all keys; {@code sentinel} by default. Instances with the same prefix share their state, so give each
     * environment its own.
     *
     * @throws IllegalArgumentException if it isn't 1 to 64 letters, digits and {@code . _ : / -}
     */
    public RedisStoreBuilder keyPrefix(String keyPrefix) {
        this.keys = new Keys(keyPrefix, client.database());
        return this;
    }

    /** Sets the key that hashes content. Required, because all instances need the same one. */
    public RedisStoreBuilder fingerprintKey(FingerprintKey fingerprintKey) {
        this.fingerprintKey = Objects.requireNonNull(fingerprintKey, "fingerprintKey");
        return this;
    }

    /**
     * Sets how long a call may take; 50 ms by default. Then the call fails, and Redis refuses it if it arrives later.
     *
     * @throws IllegalArgumentException if it isn't 1 ms to a minute
     */
    public RedisStoreBuilder timeout(Duration timeout) {
        client.timeout(timeout);
        return this;
    }

    /**
     * Sets how long connecting and checking the connection may take; 2 s by default. {@link #build} waits no longer either.
     *
     * @throws IllegalArgumentException if it isn't 1 ms to a minute
     */
    public RedisStoreBuilder connectTimeout(Duration connectTimeout) {
        client.connectTimeout(connectTimeout);
        this.connectTimeout = connectTimeout;
        return this;
    }

    /**
     * Trusts these certificates, and no others, with TLS ({@code rediss://}); Java's by default. Chain and host name are
     * always verified in full.
     *
     * @param pem a file with X.509 certificates in PEM, such as that of your own authority
     * @throws IllegalArgumentException if it has none
     */
    public RedisStoreBuilder trust(Path pem) {
        client.trust(pem);
        return this;
    }

    /**
     * Presents a certificate to a server that asks for one ({@code tls-auth-clients}); none by default.
     *
     * @param chain a file with the client's X.509 certificate in PEM, and any intermediate ones
     * @param key a file with its private key in PEM: PKCS #8, not encrypted
     * @throws IllegalArgumentException if they can't be read
     */
    public RedisStoreBuilder clientCertificate(Path chain, Path key) {
        client.clientCertificate(chain, key);
        return this;
    }

    /**
     * Decides by this time, for tests and recordings. By default the server's clock decides, which is right for everything
     * else, since instances that share state need one clock. With this, keys expire a day after they were written,
     * regardless of that time.
     */
    public RedisStoreBuilder time(InstantSource time) {
        client.time(time);
        hasOwnTime = true;
        return this;
    }

    /**
     * Says that nothing is stored under the key prefix yet and that no other instance uses it, as in a replay. It spares a
     * storage with its own {@link #time time} a call per decision: it needn't ask whether another instance has blocked the
     * chat. Without its own time it has no effect.
     */
    public RedisStoreBuilder soleInstance() {
        soleInstance = true;
        return this;
    }

    /**
     * Keeps the last denials of each subject, for whoever is asked why the bot is silent: time, action, reason and rule, no content. Off
     * unless said. They expire a day after the subject's last denial. No decision waits for them: they are written about a second
     * later, a subject's together, at most 1,000 subjects a second; what is denied while Redis fails is not kept.
     *
     * @param perSubject how many runs of equal denials are kept of a subject
     * @throws IllegalArgumentException if it is not 1 to 100
     */
    public RedisStoreBuilder keepDenials(int perSubject) {
        denialsPerSubject = DenialHistory.checkPerSubject(perSubject);
        return this;
    }

    /**
     * Opens the storage and waits for the first attempt to connect. If Redis is down the storage keeps connecting in the
     * background, so a bot can start meanwhile.
     *
     * @throws IllegalArgumentException if there is no {@link #fingerprintKey}
     * @throws StoreException if Redis answers and refuses: a wrong password, a missing right; or if the state belongs to
     *     another {@link #fingerprintKey}
     * @throws dev.botsentinel.library.IncompatibleLibraryException if Lettuce or Netty is missing or doesn't fit
     */
    public RedisStore build() {
        FingerprintKey key = fingerprintKey;
        if (key == null) {
            throw new IllegalArgumentException(
                    "a shared storage needs a fingerprintKey, the same for all its instances;"
                            + " make one with: openssl rand -hex 16, keep it secret, and read it with FingerprintKey.ofHex");
        }
        NewsDispatcher news = hasOwnTime ? null : new NewsDispatcher();
        RedisStore store =
                new RedisStore(openClient(news), keys, key, news, hasOwnTime && soleInstance, denialsPerSubject);
        if (news != null) {
            store.checkFingerprintKey(connectTimeout);
        }
        return store;
    }

    /** @param news null for a time of the caller's, since a recording concerns no other instance */
    ScriptClient openClient(@Nullable NewsDispatcher news) {
        client.check(Scripts.CHECK, keys::check);
        if (news != null) {
            client.subscribe(keys.channel(), news);
        }
        return LibraryProbe.of("sentinel-redis", RedisStoreBuilder.class)
                .needs("io.lettuce:lettuce-core", "6.6", "io.lettuce.core.RedisClient")
                .needs("io.netty:netty-common", "4.1", "io.netty.util.HashedWheelTimer")
                .run(client::build);
    }
}
