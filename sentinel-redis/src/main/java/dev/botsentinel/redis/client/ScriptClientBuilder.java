package dev.botsentinel.redis.client;

import dev.botsentinel.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Configures a {@link ScriptClient}. Not thread-safe. */
public final class ScriptClientBuilder {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Endpoints endpoints;
    private final Certificates certificates = new Certificates();
    private Duration timeout = Duration.ofMillis(50);
    private Duration connectTimeout = Duration.ofSeconds(2);
    private @Nullable InstantSource time;
    private @Nullable CheckScript check;
    private @Nullable PubSubChannel channel;

    ScriptClientBuilder(String uri) {
        this.endpoints = Endpoints.parse(uri);
    }

    /** The number of the database that the URI names; 0 on a Cluster. */
    public int database() {
        return endpoints.uris().get(0).getDatabase();
    }

    /**
     * Sets how long a call may take; 50 ms by default.
     *
     * @throws IllegalArgumentException if it isn't 1 ms to a minute
     */
    public ScriptClientBuilder timeout(Duration timeout) {
        this.timeout = checked("timeout", timeout);
        return this;
    }

    /**
     * Sets how long connecting and checking the connection may take; 2 s by default.
     *
     * @throws IllegalArgumentException if it isn't 1 ms to a minute
     */
    public ScriptClientBuilder connectTimeout(Duration connectTimeout) {
        this.connectTimeout = checked("connectTimeout", connectTimeout);
        return this;
    }

    /**
     * Trusts these certificates instead of Java's.
     *
     * @throws IllegalArgumentException if the file has no X.509 certificates in PEM
     */
    public ScriptClientBuilder trust(Path pem) {
        certificates.trust(pem);
        return this;
    }

    /**
     * Presents a certificate to servers that ask for one.
     *
     * @throws IllegalArgumentException if a file can't be read
     */
    public ScriptClientBuilder clientCertificate(Path chain, Path key) {
        certificates.present(chain, key);
        return this;
    }

    /** Has scripts decide by this time instead of the server's. */
    public ScriptClientBuilder time(InstantSource time) {
        this.time = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Sets the script that checks each new connection before it is used. Required. It answers {token, server time, 1, marker
     * or nil, run id or nil, then each command that failed with its error}, and looks at no deadline.
     *
     * <p>The <em>marker</em> is a random value that changes when the server loses its state. The script gets a new one as its
     * second argument, stores it if there is none, and answers the stored one; its third argument is the channel. Without a
     * {@link #subscribe subscription} the script gets neither marker nor channel.
     *
     * @param keys returns the script's keys for a hash tag; nothing else uses them, and the last one is for the marker
     */
    public ScriptClientBuilder check(Script script, Function<String, List<byte[]>> keys) {
        this.check = new CheckScript(script, keys);
        return this;
    }

    /** Subscribes to a channel, over a second connection. */
    public ScriptClientBuilder subscribe(byte[] channel, ChannelListener listener) {
        this.channel = new PubSubChannel(channel, listener);
        return this;
    }

    /**
     * Opens the client and waits for the first attempt to connect, at most for the connect timeout. If Redis can't be
     * reached the client keeps trying in the background.
     *
     * @throws IllegalArgumentException if there is no {@link #check}
     * @throws StoreException if Redis answers and refuses: a wrong password, a missing right
     */
    public ScriptClient build() {
        if (check == null) {
            throw new IllegalArgumentException("a client needs a check script");
        }
        Settings settings = new Settings(
                endpoints, timeout, connectTimeout, certificates.options(connectTimeout), time, check, channel);
        if (endpoints.isCluster()) {
            Cluster cluster = new Cluster(settings);
            return started(cluster, cluster.start());
        }
        SingleServer server = new SingleServer(settings);
        return started(server, server.start());
    }

    private ScriptClient started(ScriptClient client, CompletableFuture<Void> firstAttempt) {
        try {
            await(firstAttempt);
            return client;
        } catch (StoreException refused) {
            client.close();
            throw refused;
        }
    }

    private void await(CompletableFuture<Void> firstAttempt) {
        try {
            firstAttempt.get(connectTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException || Failures.isRefusal(e)) {
                String reason = Failures.reason(e);
                throw new StoreException("Redis refuses this client (" + advice(reason) + "): " + reason);
            }
        } catch (TimeoutException e) {
            // The client keeps trying in the background.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String advice(String reason) {
        if (reason.contains("NOAUTH") || reason.contains("WRONGPASS") || reason.contains("AUTH failed")) {
            return "check user and password in the URI, and sentinelUser and sentinelPassword if Redis Sentinels want them";
        }
        return reason.contains("cluster support disabled")
                ? "this server is no Cluster; use redis:// instead of redis-cluster://"
                : "docs/redis.md lists the rights it needs";
    }

    private static Duration checked(String name, Duration duration) {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is " + duration + ", but must be 1 ms to 1 minute");
        }
        return duration;
    }
}
