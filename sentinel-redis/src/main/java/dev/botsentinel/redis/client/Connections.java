package dev.botsentinel.redis.client;

import dev.botsentinel.log.ThrottledLog;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes all connections of one client; they share its threads and its timer. Thread-safe. */
final class Connections implements AutoCloseable {

    private static final Logger debug = LoggerFactory.getLogger(Connections.class);

    /** Lettuce's timer ticks every 100 ms, which turns a timeout of 50 ms into 100 ms. */
    private static final Duration TICK = Duration.ofMillis(4);

    /** Limits the calls in flight; a longer queue wouldn't be answered in time. */
    private static final int MAX_CALLS_IN_FLIGHT = 10_000;

    private static final int THREADS = 2;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    private final Settings settings;
    private final ThrottledLog log = ThrottledLog.of(ScriptClient.class);
    private final Timer timer;
    private final ClientResources resources;
    private final RedisClient client;
    private final @Nullable StateWatch watch;
    private final Collection<Script> loaded = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Subscription subscription;

    Connections(Settings settings) {
        this.settings = settings;
        PubSubChannel channel = settings.channel();
        this.watch = channel == null ? null : new StateWatch(channel.listener(), this::renewSubscription, log);
        this.timer = new HashedWheelTimer(
                new DefaultThreadFactory("sentinel-redis-timer", true), TICK.toMillis(), TimeUnit.MILLISECONDS);
        this.resources = ClientResources.builder()
                .timer(timer)
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .nettyCustomizer(new FlushConsolidation())
                .build();
        this.client = RedisClient.create(resources);
        client.setOptions(MaintenanceNotifications.disable(ClientOptions.builder())
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .requestQueueSize(MAX_CALLS_IN_FLIGHT)
                .timeoutOptions(CommandTimeouts.of(settings.connectTimeout()))
                .sslOptions(settings.tls())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.connectTimeout())
                        .build())
                .build());
    }

    /** What all connections of the client log. */
    ThrottledLog log() {
        return log;
    }

    Timer timer() {
        return timer;
    }

    /** The server that the configuration names, or the master that its Redis Sentinels do. */
    Destination configuredServer() {
        Endpoints endpoints = settings.endpoints();
        return endpoints.master() == null
                ? server(endpoints.uris().get(0))
                : new SentinelMaster(client, endpoints, timer, settings.connectTimeout(), log);
    }

    /** One server. */
    Destination server(RedisURI uri) {
        uri.setTimeout(settings.connectTimeout());
        return Destination.of(uri);
    }

    /**
     * A connection that hasn't been started yet.
     *
     * @param checkKeys keys of that node for the check script
     */
    ManagedConnection connection(Destination destination, Supplier<List<byte[]>> checkKeys) {
        ConnectionCheck check = new ConnectionCheck(
                settings.check().script(), checkKeys, settings.connectTimeout(), settings.channel(), watch);
        return new ManagedConnection(client, destination, check, loaded, timer, log);
    }

    /** A subscription that hasn't been started yet; null without a channel. */
    @Nullable
    Subscription subscription(Supplier<Destination> nodes) {
        PubSubChannel channel = settings.channel();
        if (channel == null) {
            return null;
        }
        Subscription made = new Subscription(
                client, nodes, channel, timer, settings.connectTimeout().toMillis(), log);
        subscription = made;
        return made;
    }

    private void renewSubscription() {
        Subscription current = subscription;
        if (current != null) {
            current.renew();
        }
    }

    /** A node of the Cluster no longer has any slots. */
    void nodeLeft() {
        if (watch != null) {
            watch.nodeLeft();
        }
    }

    /** The answer to {@code CLUSTER SLOTS} from one node, over a connection of its own. Never throws. */
    CompletionStage<List<Object>> slotsFrom(RedisURI uri) {
        uri.setTimeout(settings.connectTimeout());
        try {
            return client.connectAsync(ByteArrayCodec.INSTANCE, uri)
                    .thenCompose(connection -> connection
                            .async()
                            .clusterSlots()
                            .toCompletableFuture()
                            .copy()
                            .orTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                            .whenComplete((answer, failure) -> Session.close(connection)));
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** Completes when both have; if both fail, with the failure of the calls' connection. */
    static CompletableFuture<Void> both(CompletableFuture<Void> calls, @Nullable Subscription subscription) {
        if (subscription == null) {
            return calls;
        }
        CompletableFuture<Void> subscribed = subscription.start();
        return calls.thenCompose(connected -> subscribed);
    }

    /** Loads a script over these connections and over all that are made later. */
    void load(Script script, Collection<ManagedConnection> connections) {
        loaded.add(script); // first, so that a connection being made right now loads it too
        connections.forEach(connection -> connection.load(script));
    }

    long deadlineNanos() {
        return System.nanoTime() + settings.callTimeout().toNanos();
    }

    /** The caller's own time, else this machine's. */
    long nowMicros() {
        return micros(settings.time() == null ? Instant.now() : settings.time().instant());
    }

    CompletableFuture<Reply> run(CallRoute route, ScriptArgs call, long deadlineNanos) {
        long now = settings.time() == null
                ? ScriptArgs.SERVER_TIME
                : micros(settings.time().instant());
        return ScriptCall.run(route, timer, call, now, deadlineNanos);
    }

    @Override
    public void close() {
        CompletionStage<Void> closing = client.shutdownAsync(0, 1, TimeUnit.SECONDS);
        closing.whenComplete((done, failure) -> {
            timer.stop();
            log.close();
            Future<Boolean> ended = resources.shutdown(0, 1, TimeUnit.SECONDS);
            debug.debug("Closed; the client's threads are stopping: {}", ended);
        });
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / NANOS_PER_MICRO;
    }
}
