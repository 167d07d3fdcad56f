package dev.botsentinel.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.resource.ClientResources;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs scripts on one server, over one connection. */
final class SingleServer implements ScriptClient {

    private static final Logger log = LoggerFactory.getLogger(SingleServer.class);

    /** Lettuce's own ticks are 100 ms, which makes a timeout of 50 ms one of 100. */
    private static final Duration TICK = Duration.ofMillis(4);

    /** What may wait for an answer; more than that would not be answered in time. */
    private static final int MOST_CALLS_UNDER_WAY = 10_000;

    private static final int THREADS = 2;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    private final Timer timer;
    private final ClientResources resources;
    private final RedisClient client;
    private final Link link;
    private final long budgetNanos;
    private final @Nullable InstantSource time;

    /** @param time what to decide by; null for the server's own time */
    SingleServer(RedisURI uri, Keys keys, Duration budget, Duration patience, @Nullable InstantSource time) {
        this.timer = new HashedWheelTimer(
                new DefaultThreadFactory("sentinel-redis-timer", true), TICK.toMillis(), TimeUnit.MILLISECONDS);
        this.resources = ClientResources.builder()
                .timer(timer)
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .build();
        this.client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .requestQueueSize(MOST_CALLS_UNDER_WAY)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder().connectTimeout(patience).build())
                .build());
        this.link = new Link(client, uri, new SelfCheck(keys, patience), timer);
        this.budgetNanos = budget.toNanos();
        this.time = time;
    }

    /** Begins to connect; completes when the first attempt has ended, with its failure if it failed. */
    CompletableFuture<Void> start() {
        return link.start();
    }

    @Override
    public CompletionStage<Reply> run(Call call) {
        long now = time == null ? Packed.BEFORE : micros(time.instant());
        return Exchange.run(link, timer, call, now, budgetNanos);
    }

    /** For tests. */
    Link link() {
        return link;
    }

    @Override
    public void close() {
        link.close();
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
