package dev.botsentinel.redis.client;

import dev.botsentinel.log.ThrottledLog;
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

/**
 * Maintains the connection that is subscribed to the channel; a subscribed connection can do nothing else. Thread-safe; never
 * blocks.
 */
/*
 * A server that dies silently leaves a socket that only looks alive. So the connection subscribes to its channel again every
 * second: that changes nothing, needs no further right, and the answer proves that the connection works.
 */
final class Subscription implements AutoCloseable {

    private static final long PROBE_MILLIS = 1000;

    private final RedisClient client;
    private final Supplier<Destination> nodes;
    private final PubSubChannel channel;
    private final Timer timer;
    private final long connectTimeoutMillis;
    private final ThrottledLog log;
    private final Backoff backoff = new Backoff();
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

    /** @param nodes where to connect to next */
    Subscription(
            RedisClient client,
            Supplier<Destination> nodes,
            PubSubChannel channel,
            Timer timer,
            long connectTimeoutMillis,
            ThrottledLog log) {
        this.client = client;
        this.nodes = nodes;
        this.channel = channel;
        this.timer = timer;
        this.connectTimeoutMillis = connectTimeoutMillis;
        this.log = log;
    }

    /** Connects; completes after the first attempt, with its failure if it failed. */
    CompletableFuture<Void> start() {
        client.addListener(listener);
        connect();
        return firstAttempt;
    }

    /** Moves to another node, in case this one is no longer the right one; keeps it until the other is subscribed. */
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
        backoff.attempting();
        if (closed) {
            return;
        }
        nodes.get().connect(this::dial).whenComplete((connection, failure) -> {
            if (failure == null) {
                listen(connection);
            } else {
                failed(failure);
            }
        });
    }

    private synchronized CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> dial(RedisURI uri) {
        if (closed) { // close() is followed by a shutdown, after which the client may not connect
            throw new RedisException("the client is closed");
        }
        return client.connectPubSubAsync(ByteArrayCodec.INSTANCE, uri);
    }

    private void listen(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
        connection.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(byte[] from, byte[] message) {
                channel.listener().received(message);
            }
        });
        subscribe(connection, connectTimeoutMillis).whenComplete((done, failure) -> {
            if (failure != null || closed) {
                Session.close(connection);
            }
            if (failure != null) {
                failed(failure);
            } else if (!closed) {
                subscribed(connection);
            }
        });
    }

    private void subscribed(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
        backoff.succeeded();
        StatefulRedisPubSubConnection<byte[], byte[]> before = current.getAndSet(connection);
        if (before != null) {
            Session.close(before);
        }
        channel.listener().resubscribed();
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
                .subscribe(channel.name())
                .toCompletableFuture()
                .copy()
                .orTimeout(millis, TimeUnit.MILLISECONDS);
    }

    private void lost(Object connection) {
        StatefulRedisPubSubConnection<byte[], byte[]> last = current.get();
        if (last != null && last == connection && current.compareAndSet(last, null) && !closed) {
            log.info("The subscription is lost; subscribing again", "");
            Session.close(last);
            connectLater();
        }
    }

    private void failed(Throwable failure) {
        if (!closed) {
            log.warn("Can't subscribe to messages from other instances; retrying", Failures.reason(failure));
        }
        if (Failures.isRefusal(failure) || !backoff.isFirst()) {
            firstAttempt.completeExceptionally(failure);
        }
        connectLater();
    }

    private void connectLater() {
        long millis = backoff.nextMillis();
        if (!closed) {
            timer.newTimeout(due -> connect(), millis, TimeUnit.MILLISECONDS);
        }
    }
}
