package dev.botsentinel.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
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

/** The threads, the timer and the client that all links of a storage share. Thread-safe. */
final class Connections implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Connections.class);

    /** Lettuce's own ticks are 100 ms, which makes a timeout of 50 ms one of 100. */
    private static final Duration TICK = Duration.ofMillis(4);

    /** What may wait for an answer; more than that would not be answered in time. */
    private static final int MOST_CALLS_UNDER_WAY = 10_000;

    private static final int THREADS = 2;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    private final Settings settings;
    private final Timer timer;
    private final ClientResources resources;
    private final RedisClient client;
    private final @Nullable News news;
    private final @Nullable StateWatch watch;
    private final Collection<Script> known = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Subscription subscription;

    Connections(Settings settings) {
        this.settings = settings;
        this.news = settings.time() == null ? new News() : null;
        this.watch = news == null ? null : new StateWatch(news, this::renewSubscription);
        this.timer = new HashedWheelTimer(
                new DefaultThreadFactory("sentinel-redis-timer", true), TICK.toMillis(), TimeUnit.MILLISECONDS);
        this.resources = ClientResources.builder()
                .timer(timer)
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .nettyCustomizer(new FlushConsolidation())
                .build();
        this.client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .requestQueueSize(MOST_CALLS_UNDER_WAY)
                .timeoutOptions(CommandTimeouts.of(settings.connectTimeout()))
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .sslOptions(settings.tls())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.connectTimeout())
                        .build())
                .build());
    }

    Timer timer() {
        return timer;
    }

    /**
     * A link that is not started yet.
     *
     * @param spareKeys keys that live there, to check a connection with
     */
    ManagedConnection link(RedisURI uri, Supplier<List<byte[]>> spareKeys) {
        uri.setTimeout(settings.connectTimeout());
        byte[] channel = settings.keys().channel();
        return new ManagedConnection(
                client, uri, new SelfCheck(spareKeys, settings.connectTimeout(), channel, watch), known, timer);
    }

    /** What instances tell each other; null with a time of one's own, for a recording is nobody else's business. */
    @Nullable
    News news() {
        return news;
    }

    /** A subscription that is not started yet; null if there are no news. */
    @Nullable
    Subscription subscription(Supplier<RedisURI> servers) {
        if (news == null) {
            return null;
        }
        Supplier<RedisURI> patient = () -> {
            RedisURI uri = servers.get();
            uri.setTimeout(settings.connectTimeout());
            return uri;
        };
        long connectTimeout = settings.connectTimeout().toMillis();
        Subscription made = new Subscription(client, patient, settings.keys().channel(), news, timer, connectTimeout);
        subscription = made;
        return made;
    }

    /** The news may come from elsewhere now. */
    private void renewSubscription() {
        Subscription old = subscription;
        if (old != null) {
            old.renew();
        }
    }

    /** A server of a Cluster has no slots any more. */
    void serverLeft() {
        if (watch != null) {
            watch.serverLeft();
        }
    }

    /** What {@code CLUSTER SLOTS} answers there, over a connection of its own. Never throws. */
    CompletionStage<List<Object>> slotsAt(RedisURI uri) {
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

    /** Completes when both have; what the first is refused comes first. */
    static CompletableFuture<Void> both(CompletableFuture<Void> calls, @Nullable Subscription subscription) {
        if (subscription == null) {
            return calls;
        }
        CompletableFuture<Void> hearing = subscription.start();
        return calls.thenCompose(connected -> hearing);
    }

    /** Has servers know a script, and those as well to which connections come later. */
    void load(Script script, Collection<ManagedConnection> links) {
        known.add(script); // first, so that a connection that is just being made has it too
        links.forEach(link -> link.load(script));
    }

    /** When a call made now must have been answered. */
    long end() {
        return System.nanoTime() + settings.callTimeout().toNanos();
    }

    /** Runs a call within the time that is left. */
    CompletableFuture<Reply> run(CallRoute route, ScriptArgs call, long endNanos) {
        long now = settings.time() == null
                ? StructWriter.BEFORE
                : micros(settings.time().instant());
        return ScriptCall.run(route, timer, call, now, endNanos);
    }

    @Override
    public void close() {
        CompletionStage<Void> closing = client.shutdownAsync(0, 1, TimeUnit.SECONDS);
        closing.whenComplete((done, failure) -> {
            timer.stop();
            Future<Boolean> ended = resources.shutdown(0, 1, TimeUnit.SECONDS);
            log.debug("Closed; the client's threads end: {}", ended);
        });
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / NANOS_PER_MICRO;
    }
}
