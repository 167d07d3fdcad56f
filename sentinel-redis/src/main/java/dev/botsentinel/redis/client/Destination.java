package dev.botsentinel.redis.client;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Where a connection leads. Thread-safe. */
interface Destination {

    /** Hosts and ports, for logs. */
    String name();

    /**
     * Connects to a server that is now the right one.
     *
     * @param dial connects to one server; may throw
     * @return fails if no server is found to be the right one
     */
    <C extends StatefulRedisConnection<byte[], byte[]>> CompletionStage<C> connect(
            Function<RedisURI, CompletionStage<C>> dial);

    /** One server. */
    static Destination of(RedisURI uri) {
        return new Destination() {
            @Override
            public String name() {
                return Endpoints.name(uri);
            }

            @Override
            public <C extends StatefulRedisConnection<byte[], byte[]>> CompletionStage<C> connect(
                    Function<RedisURI, CompletionStage<C>> dial) {
                return dialled(dial, uri);
            }
        };
    }

    /** The connection, as a stage also if dialling throws; and one of Java's own, for Lettuce's lacks what came after Java 8. */
    static <C> CompletionStage<C> dialled(Function<RedisURI, CompletionStage<C>> dial, RedisURI uri) {
        try {
            return dial.apply(uri).toCompletableFuture();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
