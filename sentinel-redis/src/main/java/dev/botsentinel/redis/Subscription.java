package dev.botsentinel.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.netty.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection that hears the news, of its own because a connection that subscribed can do nothing else. Thread-safe;
 * never waits.
 */
/*
 * A server that died without a word leaves a socket that only seems alive. So the subscription is made again and again on the
 * same connection, every second: it changes nothing, needs no further right, and its answer says that the way stands.
 */
final class Subscription implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Subscription.class);

    private static final long PROBE_MILLIS = 1000;

    private final RedisClient client;
    private final Supplier<RedisURI> servers;
    private final byte[] channel;
    private final News news;
    private final Timer timer;
    private final long connectTimeoutMillis;
    private final Backoff pauses = new Backoff();
    private final AtomicReference<@Nullable StatefulRedisPubSubConnection<byte[], byte[]>> current =
            new AtomicReference<>();
    private final CompletableFuture<Void> firstAttempt = new CompletableFuture<>();
    private final RedisConnectionStateListener listener = new RedisConnectionStateListener() {
        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            lost(connection);
        }
    };
    private volatile boolean closed;

    /** @param servers whom to ask next; throws a {@link RedisException} if nobody is known */
    Subscription(
            RedisClient client,
            Supplier<RedisURI> servers,
            byte[] channel,
            News news,
            Timer timer,
            long connectTimeoutMillis) {
        this.client = client;
        this.servers = servers;
        this.channel = channel.clone();
        this.news = news;
        this.timer = timer;
        this.connectTimeoutMillis = connectTimeoutMillis;
    }

    /** Begins; completes when the first attempt stands or has failed. */
    CompletableFuture<Void> start() {
        client.addListener(listener);
        connect();
        return firstAttempt;
    }

    /** Asks another server, for this one may be the wrong one now; leaves it once the other stands. */
    void renew() {
        if (current.get() != null) {
            connect();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        client.removeListener(listener);
        current.set(null);
    }

    private void connect() {
        pauses.attempting();
        CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> connecting;
        try {
            RedisURI server = servers.get();
            synchronized (this) { // whoever closes shuts the client down next, and connecting by it then is an error
                if (closed) {
                    return;
                }
                connecting = client.connectPubSubAsync(ByteArrayCodec.INSTANCE, server);
            }
        } catch (RuntimeException failure) {
            failed(failure);
            return;
        }
        connecting.whenComplete((connection, failure) -> {
            if (failure == null) {
                hear(connection);
            } else {
                failed(failure);
            }
        });
    }

    private void hear(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
        connection.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(byte[] from, byte[] message) {
                news.received(message);
            }
        });
        subscribe(connection, connectTimeoutMillis).whenComplete((done, failure) -> {
            if (failure != null || closed) {
                Session.close(connection);
            }
            if (failure != null) {
                failed(failure);
            } else if (!closed) {
                stands(connection);
            }
        });
    }

    private void stands(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
        pauses.succeeded();
        StatefulRedisPubSubConnection<byte[], byte[]> before = current.getAndSet(connection);
        if (before != null) {
            Session.close(before);
        }
        news.missed();
        firstAttempt.complete(null);
        if (connection.isOpen()) {
            probeLater(connection);
        } else {
            lost(connection);
        }
    }

    private void probeLater(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
        timer.newTimeout(due -> probe(connection), PROBE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void probe(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
        if (closed || current.get() != connection) {
            return;
        }
        subscribe(connection, PROBE_MILLIS).whenComplete((done, failure) -> {
            if (failure == null) {
                probeLater(connection);
            } else {
                lost(connection);
            }
        });
    }

    private CompletionStage<Void> subscribe(StatefulRedisPubSubConnection<byte[], byte[]> connection, long millis) {
        return connection
                .async()
                .subscribe(channel)
                .toCompletableFuture()
                .copy()
                .orTimeout(millis, TimeUnit.MILLISECONDS);
    }

    private void lost(Object connection) {
        StatefulRedisPubSubConnection<byte[], byte[]> last = current.get();
        if (last != null && last == connection && current.compareAndSet(last, null) && !closed) {
            log.info("The subscription to news from other instances is lost; subscribing again");
            Session.close(last);
            pause();
        }
    }

    private void failed(Throwable failure) {
        if (pauses.isFirst() && !closed) {
            log.warn("Can't subscribe to news from other instances, trying on: {}", Failures.reason(failure));
        }
        if (Failures.isRefusal(failure) || !pauses.isFirst()) {
            firstAttempt.completeExceptionally(failure);
        }
        pause();
    }

    private void pause() {
        long millis = pauses.nextMillis();
        if (!closed) {
            timer.newTimeout(due -> connect(), millis, TimeUnit.MILLISECONDS);
        }
    }
}
