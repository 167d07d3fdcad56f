package dev.botsentinel.redis.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.log.ThrottledLog;
import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private final AtomicInteger attempts = new AtomicInteger();
    private final RedisClient client = new RedisClient() {
        @Override
        public <K, V> ConnectionFuture<StatefulRedisPubSubConnection<K, V>> connectPubSubAsync(
                RedisCodec<K, V> codec, RedisURI uri) {
            attempts.incrementAndGet();
            throw new IllegalStateException("test");
        }
    };

    private static final ChannelListener DEAF = new ChannelListener() {
        @Override
        public void received(byte[] message) {}

        @Override
        public void resubscribed() {}

        @Override
        public void stateLost() {}
    };

    /** Happens when a client is closed just as it is about to reconnect. */
    @Test
    void nothingIsConnectedByAClientThatMayBeShutDown() {
        Timer timer = new HashedWheelTimer();
        AtomicReference<Subscription> made = new AtomicReference<>();
        Supplier<Destination> closing = () -> {
            made.get().close();
            return Destination.of(RedisURI.create("redis://localhost:1"));
        };
        try (Subscription subscription = new Subscription(
                client,
                closing,
                new PubSubChannel("news".getBytes(UTF_8), DEAF),
                timer,
                1000,
                ThrottledLog.of(SubscriptionTest.class))) {
            made.set(subscription);
            assertThat(subscription.start()).isNotDone();
            assertThat(attempts).hasValue(0);
        } finally {
            timer.stop();
            client.shutdown();
        }
    }
}
